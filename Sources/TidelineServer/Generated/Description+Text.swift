// swift-format-ignore-file
// Made by scripts/docs: do not edit, but openapi.yaml. Sources 66cd4a0328865bbf, text 719d3d0af7cc72d1.

extension Description {
    static let yaml = #"""
        openapi: 3.1.0
        info:
          title: Tideline
          version: '1'
          summary: File sync for your own server.
          license:
            name: Apache-2.0
            identifier: Apache-2.0
          description: |
            How a program talks to a Tideline server: HTTP/1.1 with JSON, and one WebSocket per device.

            ## Conventions

            - Members are in `snake_case`. A time is RFC 3339 in UTC and ends in `Z`. Members that a server does not know are
              ignored; new ones may appear in answers, so ignore what you do not know.
            - An id is a prefix and 26 characters: `tnt_` tenant, `usr_` user, `shr_` share, `fil_` file, `fld_` folder, `ver_`
              version, `chg_` change, `cfl_` conflict, `upl_` upload. A device's id is the client's own choice: 1 to 128
              characters of any kind, percent-encoded where it stands in a path (`/` is `%2F`).
            - Bounds of text count bytes of UTF-8 in normalization form C, not characters, unless it says characters.
            - Send bodies as `application/json` unless said otherwise. Without `Content-Type` the expected one is assumed; another
              one is 415. A JSON body may have 1 MiB, that of `apply` 4 MiB.
            - Query parameters: `+` is a space; an empty value counts as absent; of a name that stands twice the first counts. The
              whole request target may have 16 KiB; a longer one, and a query with broken escapes, is 400.
            - `X-Request-Id` comes with every answer, and is your own when it has at most 128 letters, digits and `-_.:`. The
              server's log knows the request by it.
            - Whatever has `GET` has `HEAD`. Another method than those listed is 405. Paths are exact: no trailing or doubled
              slashes.
            - Durable means: it survives power loss. Each answer to a write is sent after its effects are durable.

            ## Errors

            Each error is `application/problem+json` (RFC 9457):

                {"code":"VALIDATION_FAILED","detail":"query.limit: must be a whole number from 1 to 5000",
                 "errors":[{"loc":["query","limit"],"msg":"must be a whole number from 1 to 5000"}],
                 "request_id":"01M84BH4JHQASJ0JGEQVPQK3NE","status":422,"title":"Unprocessable Content","type":"about:blank"}

            `code` is what programs look at, `detail` is for people. Every request may end with `BAD_REQUEST`, `INTERNAL` or
            `UNAVAILABLE`, every one that asks for a token with `UNAUTHENTICATED`, and every one that is counted with
            `RATE_LIMITED`; the others stand with the operations that can give them.

            | code | status | when | with it |
            |---|---|---|---|
            | `BAD_REQUEST` | 400 | no JSON, broken escapes, a frame cut short, a refused login | `error`, `error_description` after a login |
            | `SYNC_CURSOR_INVALID` | 400 | a cursor that no answer gave, or that the log no longer holds: take a snapshot | |
            | `UNAUTHENTICATED` | 401 | no token, a bad or expired one, or its user is suspended or gone | `WWW-Authenticate: Bearer` |
            | `PERMISSION_DENIED` | 403 | the caller may see it but not do this | |
            | `DEVICE_INACTIVE` | 403 | the device was set inactive | |
            | `NOT_FOUND` | 404 | not there, or the caller may not know of it | |
            | `METHOD_NOT_ALLOWED` | 405 | the address exists | `Allow` |
            | `SYNC_CONFLICT` | 409 | a strict `apply` that does not fit; a conflict resolved otherwise already | `conflicts` |
            | `SYNC_VERSION_STALE` | 409 | a strict `apply` on an older version | `conflicts` |
            | `NAME_CONFLICT` | 409 | a name or e-mail is taken | |
            | `GONE` | 410 | the thing is in the trash or was purged from it, or the upload is over | |
            | `PAYLOAD_TOO_LARGE` | 413 | over a limit, which `detail` names | |
            | `UNSUPPORTED_MEDIA_TYPE` | 415 | another `Content-Type` than expected | |
            | `RANGE_NOT_SATISFIABLE` | 416 | no byte of the range exists | `Content-Range: bytes */SIZE` |
            | `VALIDATION_FAILED` | 422 | a parameter or member is missing or wrong | `errors`: where (`loc`) and what (`msg`) |
            | `CONTENT_MISSING` | 422 | chunks must be sent first | `missing`: their hashes, or indexes of an upload |
            | `CHECKSUM_MISMATCH` | 422 | bytes do not have the hash they came with | |
            | `RATE_LIMITED` | 429 | too many failed logins, or requests; nothing was done | `Retry-After` in seconds |
            | `INTERNAL` | 500 | a fault of the server; its log has the rest under the request id | |
            | `UNAVAILABLE` | 503 | a store does not answer, or the server is stopping: try again | |
            | `QUOTA_EXCEEDED` | 507 | no room in the share or on the disk | |
            | `BATCH_UNDONE` | 409 | only inside `rejected` of an atomic `apply`: another change was wrong | |

            ## Rate limits

            A user may make so many requests a minute (`--rate-limit` of the server, 60,000 unless it says otherwise): a bucket of
            that size that fills again evenly. Requests without a good token are counted by address (IPv6: by its first 64 bits).
            Every answer that was counted says where its caller stands:

                RateLimit-Limit: 60000        requests a minute
                RateLimit-Remaining: 59988    that could be made at once
                RateLimit-Reset: 1            seconds until all of them could

            Over the limit the answer is 429 `RATE_LIMITED` with `Retry-After`; nothing was done, so any request may be sent again
            then. These are the fields of the IETF's drafts on rate limits up to the sixth, which clients know; the later drafts put
            the same into two structured fields and change them still. Health, readiness and metrics are never refused and carry
            none. Failed logins have limits of their own, ten a minute for an account and for an address. An upgrade to a WebSocket
            is bounded by the number of sockets instead.

        servers:
          - url: /
        security:
          - bearer: []

        tags:
          - name: Logging in
            description: |
              Send the access token as `Authorization: Bearer …` with everything but logins, health, readiness, metrics, the key
              set and these pages. It is a JWT signed with ES256: `iss`, `sub` (the user), `tenant_id`, `email`, `name`, `groups`,
              `scope` (`sync`, and `tenant:admin` for administrators), `iat`, `exp`.

              A refresh token works once and gives a new one; a second use ends all that came from the same login. A refused login
              is 400 with OAuth's `error` beside the problem's members: `invalid_grant` (the same words for a wrong password and an
              unknown name), `invalid_request`, `unsupported_grant_type`. Too many failures for an account or an address: 429.

              A server may take the tokens of another issuer too (`--oidc-issuer URL`, OpenID Connect; `external_issuer` of the
              configuration names it): JWTs signed with RS256 or ES256 by a key that the issuer publishes, with `iss` to the letter,
              `sub`, `tenant_id`, `email`, `name`, `exp` and, where the server asks for one, `aud`. `nbf` is kept to; clocks may be
              off by 30 s. `tenant:admin` in `scope` or `groups` makes an administrator. At first sight a person becomes a user. Their
              `tenant_id` is the id of a tenant here, or any text, which then stands for a tenant of its own; their `sub` is any text,
              too, and never that of a user whom this server keeps itself. An e-mail that another user of the tenant has is 403. While
              the issuer cannot be asked for a key, its tokens are 503, but those whose keys are known go on for a day.
          - name: What this server allows
            description: |
              `limits` bounds requests; beyond them a request is refused with 413, 422 or 429. `requests_per_minute` is null without
              a limit, `external_issuer` without one. Bytes and seconds where a name says so. `chunking` says how content is best
              cut, so that equal parts of files become equal chunks; the server stores any cut.
          - name: Users
            description: |
              Administrators of the tenant (`tenant:admin` in the token's scope) look after its users. Suspending or deleting a
              user counts from the next request on, and closes that user's sockets.
          - name: Shares
            description: |
              A share is a tree of folders and files with members. Roles: `reader` reads; `contributor` also creates, writes and
              deletes; `admin` and `owner` also manage the share. Giving and taking a membership counts from the next request on.
          - name: Devices
            description: |
              A device belongs to a user: the same id under another user is another device. An inactive one may read, but not
              `apply` or advance its cursor.
          - name: Preferences
            description: |
              What a device syncs of each share. Without `selected_folders` it is the whole share; `excluded_folders` win over them.
              A folder is given as a path or an id, and kept by its id, so a renamed folder stays chosen; answers have the paths of
              today, and ids of folders in the trash. `changes` and `snapshot` with a `device_id` leave out what that device does
              not sync, and its socket is silent about it. A device that is to sync more than before hears `force_sync`: it reads
              that share anew by a snapshot. This limits what the device is told, not what its user may see.

              A chosen folder that is in the trash, or gone, stays chosen, so that deleting what was selected never makes it
              everything; its id may be sent back. Nothing else unknown is taken, nor a file or the root: 422. A device that is
              removed, or a membership that ends, takes its preferences along.

              A row shows when the thing, or the folder that it is in now, was in or came to, lies in the selection and in no excluded
              folder, by the tree of today; when it is a folder above a selected one, whose name is part of the paths; when it is a
              file in the root or in such a folder that has, had or gets the name `.tidelineignore`, whose rules may be about what is
              selected; or when it is about the share itself. A snapshot holds what lies in the selection, and the folders above it
              with their rule files. So a device that syncs parts reads like this:

              - After each row it lets go of what no longer lies in the selection, with all that is in it, and of folders above it that
                lead nowhere; it keeps the rule files of the root and of folders that it keeps. A thing that goes into a folder which
                the device does not hold has left.
              - It takes a snapshot when it sees a folder `moved` that it does not hold, or when a selected folder, or one above it,
                was `moved` or `created` into a folder that it does not hold: the rows about what is there were not meant for it.
                The device's socket says so too, by `force_sync`; also when a preference lets it see more than before.

              A device does not delete what it is not shown: deleting a folder that holds such a thing is a `delete_edit`, unless the
              batch says `whole_share`.
          - name: The log
            description: |
              Every change of a tenant is one row of an ordered log. A cursor is a position in it; 0 stands before the first row.
              Positions grow in the order in which changes became durable: whoever has seen a position never finds a new row
              before it.

              `change_type` is `created`, `updated`, `deleted`, `moved` (other parent) or `renamed` (same parent); `resource_type`
              is `file`, `folder` or `share`. `created` has no `old_path`, `deleted` no `new_path`. Moving, renaming or deleting a
              folder is one row, whatever it holds. A row about a membership is seen by the user whom it concerns and by those who
              manage the share; its `metadata` has `user_id` and `role`.

              Rows are kept for 90 days, unless the operator chose otherwise, and longer while a device that is at work has not
              read them. A device is at work while it is active and its user too, and it applied, advanced a cursor, sent a
              heartbeat or was made within that time; it holds the rows of shares that it can read and syncs, from its cursor on,
              but none with a cursor that has not moved for a year. Rows that nobody needs go, and every cursor before the first
              that is left, 0 too, is `SYNC_CURSOR_INVALID`: take a snapshot. Of what a client knew and does not find there, all
              was deleted, as long as the old cursor and that of the snapshot are of one epoch (`cursor >> 32`) and the old one is
              the lower; else the server was restored from a backup and may have lost it.
          - name: Applying changes
            description: |
              What a device did, in one batch and one transaction. What each strategy does is in
              [conflicts.md](conflicts.md).
          - name: Conflicts
            description: |
              Whatever two sides did to one thing leaves a conflict, settled at once or open. None of the strategies destroys
              content: what loses stays readable as a version. An open conflict that a newer change made pointless closes itself,
              with `resolution` and `resolved_by` null.
          - name: Content
            description: |
              A file is a list of chunks, each named by its SHA-256, of at most 8 MiB. Send the chunks, then name them in `apply`.

              A hash proves nothing: a chunk may be named unsent only if it is part of a file that the caller can read, or the
              caller sent it within the last 24 hours. `missing` tells both kinds.

              **Frames.** A 4-byte big-endian length, a 32-byte key, and as many bytes. Going up the key is the SHA-256; a batch
              that fails in the middle may have stored the frames before. Coming down the key is the version's id in ASCII, filled
              up with zero bytes, and items come in the order asked for. An item that cannot be served has the length
              `0xFFFFFFFF`, its key (the version asked for, else the file), then a 4-byte length and that many bytes of problem
              JSON. Files over 64 MiB are not served in bulk.

                  00000000: 0000 000b 7665 725f 3031 4d38 3441 484b  ....ver_01M84AHK
                  00000010: 5836 3543 3644 5a34 4242 4d4a 4a42 4643  X65C6DZ4BBMJJBFC
                  00000020: 4836 0000 6865 6c6c 6f20 776f 726c 64    H6..hello world

              **Downloads** answer 200, 206, 304 or 416:

                  HTTP/1.1 206 Partial Content
                  ETag: "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
                  Last-Modified: Fri, 02 Jan 2026 03:04:05 GMT
                  Cache-Control: private, no-cache
                  Accept-Ranges: bytes
                  Content-Type: text/plain
                  Content-Disposition: attachment; filename="h_llo.txt"; filename*=UTF-8''h%C3%A9llo.txt
                  Repr-Digest: sha-256=:uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=:
                  X-Content-Type-Options: nosniff
                  Content-Range: bytes 2-4/11
                  Content-Length: 3

              - `ETag` and `Repr-Digest` are of the whole content. `If-None-Match` that names it (or `*`) gives 304.
              - `Range: bytes=2-4`, `bytes=2-` and `bytes=-3` work; a malformed one, another unit or several ranges give the
                whole. With `If-Range` the range counts only if it is this very `ETag`; a date never is. `HEAD` ignores `Range`.
              - `range_start` and `range_end` (inclusive) do the same and win over `Range`; alone they mean to the end, and from
                the start. Something that is no number is 422.
          - name: Files and folders
            description: |
              For clients that do not sync: one thing at a time, in the same tree, and with the same rows of the log. What is in
              the trash is `GONE`. A taken name is `NAME_CONFLICT`; nothing is overwritten.
          - name: Trash
            description: |
              Deleted things stay until they are restored or their time is over (30 days, unless the operator chose otherwise);
              then their content is purged. What an open conflict names is kept until that is resolved. A change of something that
              was purged meets the same conflicts as before: an edit brings it back with the new content. Only moving it is `GONE`,
              and long after it was purged, when no cursor can lie before its removal any more, it is `NOT_FOUND`: then make it
              anew.
          - name: Uploads
            description: |
              For clients that cut and hash nothing themselves: start, send chunks of equal size in any order, complete.
          - name: The device socket
            description: |
              Frames are hints, so that a device need not ask all the time. What has happened is in the log.
          - name: For operators
            description: |
              None of these asks for a token: keep them from the public by a proxy if that matters.

              The log is a line of JSON each on standard error. A request's line has its method, route template, status, duration,
              id and user; never a query, a header or a token.

        paths:
          /api/v1/auth/token:
            post:
              operationId: logIn
              tags: [Logging in]
              summary: Log in, or refresh a login
              description: With a name (or e-mail) and a password, or with a refresh token.
              security: []
              requestBody:
                required: true
                content:
                  application/x-www-form-urlencoded:
                    schema: {$ref: '#/components/schemas/LoginForm'}
                    examples:
                      password:
                        value: {grant_type: password, username: admin@localhost, password: correct horse}
                      refresh:
                        value: {grant_type: refresh_token, refresh_token: jD7tPqLGzZ9F0b6f3nq2x1Vw8kYcR5mA4sTuHiJoEpQ}
              responses:
                '200':
                  description: The tokens. `expires_in` counts seconds.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                    Cache-Control: {required: true, schema: {type: string, const: no-store}}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/TokenAnswer'}
                      example:
                        access_token: eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1c3JfMDEifQ.c2ln
                        expires_in: 3600
                        refresh_token: jD7tPqLGzZ9F0b6f3nq2x1Vw8kYcR5mA4sTuHiJoEpQ
                        token_type: Bearer
                  links:
                    refresh:
                      operationId: logIn
                      requestBody: {grant_type: refresh_token, refresh_token: '$response.body#/refresh_token'}
                '400': {$ref: '#/components/responses/LoginRefused'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /.well-known/jwks.json:
            get:
              operationId: keys
              tags: [Logging in]
              summary: The public key that tokens are signed with
              security: []
              responses:
                '200':
                  description: A key set (RFC 7517).
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/KeySet'}
                      example:
                        keys:
                          - {alg: ES256, crv: P-256, kid: 03e2819df5ab1f5a, kty: EC, use: sig,
                             x: MMapr_7lDqw52pQYct9T_lam3H49GQK8VRa8infd7hQ, y: dHiH9RFjJ4pFT8ZCgejKYTUnpqqATk3mox9aMBvl_ew}
                '400': {$ref: '#/components/responses/BadRequest'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/v1/config:
            get:
              operationId: config
              tags: [What this server allows]
              summary: What a client needs to know to behave
              responses:
                '200':
                  description: Bounds, times and features of this server.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Config'}
                      example:
                        auth: {external_issuer: null, grant_types: [password, refresh_token], issuer: tideline}
                        chunking: {algorithm: fastcdc, bytes_average: 262144, bytes_max: 1048576, bytes_min: 65536}
                        features:
                          - atomic
                          - bulk_download
                          - chunks
                          - client_change_id
                          - conflict_resolution
                          - dry_run
                          - long_poll
                          - ndjson
                          - preferences
                          - snapshot
                          - trash
                          - uploads
                          - versions
                          - websocket
                          - zstd
                        limits:
                          apply_body_bytes_max: 4194304
                          apply_changes_max: 1000
                          bulk_download_file_bytes_max: 67108864
                          bulk_download_items_max: 5000
                          chunk_batch_bytes_max: 67108864
                          chunk_batch_count_max: 10000
                          chunk_bytes_max: 8388608
                          client_change_id_bytes_max: 128
                          depth_max: 128
                          device_id_characters_max: 128
                          devices_per_user_max: 100
                          file_bytes_max: 17592186044416
                          json_body_bytes_max: 1048576
                          list_rows_max: 1000
                          missing_hashes_max: 10000
                          name_bytes_max: 255
                          page_rows_default: 1000
                          page_rows_max: 5000
                          path_bytes_max: 4096
                          requests_per_minute: 60000
                          socket_frame_bytes_max: 65536
                          socket_ping_seconds: 30
                          sockets_per_user_max: 64
                          wait_seconds_max: 60
                        retention: {chunk_grant_seconds: 86400, log_seconds: 7776000, outcome_seconds: 2592000, trash_seconds: 2592000}
                        server: {name: tideline, time: '2026-11-23T16:20:11.500Z', version: 0.1.0}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/v1/users/me:
            get:
              operationId: me
              tags: [Users]
              summary: Who the token stands for
              responses:
                '200': {$ref: '#/components/responses/User'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
          /api/v1/users/me/shares:
            get:
              operationId: listShares
              tags: [Shares]
              summary: The caller's shares
              responses:
                '200':
                  description: All shares that the caller is a member of.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/ShareList'}
                  links:
                    share: {operationId: getShare, parameters: {share_id: '$response.body#/shares/0/id'}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/v1/admin/users:
            get:
              operationId: listUsers
              tags: [Users]
              summary: All users of the tenant
              description: For administrators.
              responses:
                '200':
                  description: The users.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/UserList'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
            post:
              operationId: createUser
              tags: [Users]
              summary: Make a user
              description: For administrators. Neither name nor e-mail may be another user's; case does not tell them apart.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/NewUser'}
                    example: {name: ann, email: ann@example.org, password: correct horse}
              responses:
                '201':
                  description: The user.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/User'}
                      example:
                        created_at: '2026-11-23T13:50:12.120034Z'
                        email: ann@example.org
                        id: usr_01M84AQSJ00A1ZB0X5J4S7RPZ3
                        is_admin: false
                        name: ann
                        status: active
                        tenant_id: tnt_01M84AHJ8D04N0ZZJZYTVD7BS8
                  links:
                    update: {operationId: updateUser, parameters: {user_id: '$response.body#/id'}}
                    delete: {operationId: deleteUser, parameters: {user_id: '$response.body#/id'}}
                    join:
                      operationId: addMember
                      requestBody: {user_id: '$response.body#/id', role: contributor}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '409': {$ref: '#/components/responses/NameConflict'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/admin/users/{user_id}:
            parameters:
              - {$ref: '#/components/parameters/UserID'}
            patch:
              operationId: updateUser
              tags: [Users]
              summary: Change a user
              description: |
                For administrators. Members that are absent or null stay as they are. Another password, and suspending, end the
                user's logins; nobody can suspend themselves.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/UserPatch'}
                    example: {status: suspended}
              responses:
                '200': {$ref: '#/components/responses/User'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '409': {$ref: '#/components/responses/NameConflict'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
            delete:
              operationId: deleteUser
              tags: [Users]
              summary: Delete a user
              description: |
                For administrators. Shares that the user owned become the caller's. Nobody can delete themselves.
              responses:
                '204': {$ref: '#/components/responses/Done'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}

          /api/v1/shares:
            post:
              operationId: createShare
              tags: [Shares]
              summary: Make a share
              description: The caller owns it. One user may be in 1,000 shares.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/NewShare'}
                    examples:
                      plain: {value: {name: Team}}
                      quota: {value: {name: Pictures, quota_bytes: 10000000000}}
              responses:
                '201':
                  description: The share.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Share'}
                      example:
                        created_at: '2026-11-23T13:46:50.417918Z'
                        id: shr_01M84AHKNHT31KGQTC84W299MP
                        name: Team
                        owner_id: usr_01M84AHJ8D04N0ZZJZYTVD7BS9
                        quota_bytes: null
                        role: owner
                        type: team
                        used_bytes: 0
                  links:
                    get: {operationId: getShare, parameters: {share_id: '$response.body#/id'}}
                    update: {operationId: updateShare, parameters: {share_id: '$response.body#/id'}}
                    delete: {operationId: deleteShare, parameters: {share_id: '$response.body#/id'}}
                    members: {operationId: listMembers, parameters: {share_id: '$response.body#/id'}}
                    invite: {operationId: addMember, parameters: {share_id: '$response.body#/id'}}
                    changes: {operationId: listChanges, parameters: {share_id: '$response.body#/id'}}
                    snapshot: {operationId: snapshot, parameters: {share_id: '$response.body#/id'}}
                    status: {operationId: getStatus, parameters: {share_id: '$response.body#/id'}}
                    advance: {operationId: advanceCursor, parameters: {share_id: '$response.body#/id'}}
                    conflicts: {operationId: listConflicts, parameters: {share_id: '$response.body#/id'}}
                    apply: {operationId: applyChanges, requestBody: {share_id: '$response.body#/id'}}
                    missing: {operationId: missingChunks, requestBody: {share_id: '$response.body#/id'}}
                    bulk: {operationId: downloadMany, requestBody: {share_id: '$response.body#/id'}}
                    folder: {operationId: createFolder, requestBody: {share_id: '$response.body#/id'}}
                    root: {operationId: listChildren, parameters: {folder_id: root, share_id: '$response.body#/id'}}
                    trash: {operationId: listTrash, parameters: {share_id: '$response.body#/id'}}
                    upload: {operationId: createUpload, requestBody: {share_id: '$response.body#/id'}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/shares/{share_id}:
            parameters:
              - {$ref: '#/components/parameters/ShareID'}
            get:
              operationId: getShare
              tags: [Shares]
              summary: One share
              responses:
                '200': {$ref: '#/components/responses/Share'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
            patch:
              operationId: updateShare
              tags: [Shares]
              summary: Rename a share, or set its quota
              description: |
                For its admins. What is absent stays as it is, and a `name` of null; a `quota_bytes` of null is no bound.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/SharePatch'}
                    examples:
                      rename: {value: {name: Crew}}
                      bound: {value: {quota_bytes: 10000000000}}
              responses:
                '200': {$ref: '#/components/responses/Share'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
            delete:
              operationId: deleteShare
              tags: [Shares]
              summary: Delete a share
              description: For its owner. It is gone for everyone who was in it.
              responses:
                '204': {$ref: '#/components/responses/Done'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/shares/{share_id}/members:
            parameters:
              - {$ref: '#/components/parameters/ShareID'}
            get:
              operationId: listMembers
              tags: [Shares]
              summary: Who is in a share
              responses:
                '200':
                  description: All members, the owner among them.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/MemberList'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
            post:
              operationId: addMember
              tags: [Shares]
              summary: Let a user into a share
              description: |
                For its admins. `user_id` or `email` says who; with both, `user_id` counts. A member already is
                `NAME_CONFLICT`; a share may have 1,000.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/NewMember'}
                    examples:
                      byID: {value: {user_id: usr_01M84AQSJ00A1ZB0X5J4S7RPZ3, role: contributor}}
                      byEmail: {value: {email: ann@example.org, role: reader}}
              responses:
                '201':
                  description: The member.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Member'}
                  links:
                    update:
                      operationId: updateMember
                      parameters: {share_id: '$request.path.share_id', user_id: '$response.body#/user_id'}
                    remove:
                      operationId: removeMember
                      parameters: {share_id: '$request.path.share_id', user_id: '$response.body#/user_id'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '409': {$ref: '#/components/responses/NameConflict'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/shares/{share_id}/members/{user_id}:
            parameters:
              - {$ref: '#/components/parameters/ShareID'}
              - {$ref: '#/components/parameters/UserID'}
            patch:
              operationId: updateMember
              tags: [Shares]
              summary: Give a member another role
              description: For the share's admins. The owner stays its owner.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/MemberPatch'}
                    example: {role: admin}
              responses:
                '200':
                  description: The member.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Member'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
            delete:
              operationId: removeMember
              tags: [Shares]
              summary: Take a member out of a share
              description: For the share's admins; everyone but the owner may leave.
              responses:
                '204': {$ref: '#/components/responses/Done'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}

          /api/v1/sync/devices:
            get:
              operationId: listDevices
              tags: [Devices]
              summary: The caller's devices
              responses:
                '200':
                  description: All that are registered.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema:
                        type: array
                        items: {$ref: '#/components/schemas/Device'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
            post:
              operationId: registerDevice
              tags: [Devices]
              summary: Register a device
              description: A known one is updated. One that was removed is revived. A user may have 100.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/NewDevice'}
                    example:
                      device_id: d 1/x
                      device_name: laptop
                      platform: linux
                      client_version: 1.0.0
              responses:
                '200':
                  description: The device, which was known.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Device'}
                '201':
                  description: The device, which is new.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Device'}
                      example:
                        client_version: 1.0.0
                        created_at: '2026-11-23T13:46:50.585145Z'
                        device_id: d 1/x
                        device_name: laptop
                        is_active: true
                        last_seen_at: null
                        platform: linux
                        user_id: usr_01M84AHJ8D04N0ZZJZYTVD7BS9
                  links:
                    update: {operationId: updateDevice, parameters: {device_id: '$response.body#/device_id'}}
                    remove: {operationId: removeDevice, parameters: {device_id: '$response.body#/device_id'}}
                    heartbeat: {operationId: heartbeat, parameters: {device_id: '$response.body#/device_id'}}
                    changes: {operationId: listChanges, parameters: {device_id: '$response.body#/device_id'}}
                    status: {operationId: getStatus, parameters: {device_id: '$response.body#/device_id'}}
                    advance: {operationId: advanceCursor, parameters: {device_id: '$response.body#/device_id'}}
                    conflicts: {operationId: listConflicts, parameters: {device_id: '$response.body#/device_id'}}
                    apply: {operationId: applyChanges, requestBody: {device_id: '$response.body#/device_id'}}
                    snapshot: {operationId: snapshot, parameters: {device_id: '$response.body#/device_id'}}
                    preferences: {operationId: listPreferences, parameters: {device_id: '$response.body#/device_id'}}
                    choose: {operationId: updatePreference, parameters: {device_id: '$response.body#/device_id'}}
                    chooseAll: {operationId: updatePreferences, parameters: {device_id: '$response.body#/device_id'}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/sync/devices/{device_id}:
            parameters:
              - {$ref: '#/components/parameters/DeviceID'}
            patch:
              operationId: updateDevice
              tags: [Devices]
              summary: Rename a device, or switch it off and on
              description: |
                Members that are absent or null stay as they are. When a device is switched off, its socket closes with 4403.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/DevicePatch'}
                    example: {device_name: old laptop, is_active: false}
              responses:
                '200':
                  description: The device.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Device'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
            delete:
              operationId: removeDevice
              tags: [Devices]
              summary: Remove a device
              description: Its cursors end and its socket closes with 4404. Registering it again revives it.
              responses:
                '204': {$ref: '#/components/responses/Done'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/sync/devices/{device_id}/heartbeat:
            parameters:
              - {$ref: '#/components/parameters/DeviceID'}
            post:
              operationId: heartbeat
              tags: [Devices]
              summary: Say that a device is there
              description: Sets `last_seen_at`.
              responses:
                '204': {$ref: '#/components/responses/Done'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}

          /api/v1/sync/devices/{device_id}/preferences:
            parameters:
              - {$ref: '#/components/parameters/DeviceID'}
            get:
              operationId: listPreferences
              tags: [Preferences]
              summary: What a device syncs
              description: One entry for each share that the caller can read; `updated_at` is null where nothing was chosen yet.
              responses:
                '200':
                  description: The preferences.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema:
                        type: array
                        items: {$ref: '#/components/schemas/Preference'}
                      example:
                        - device_id: d 1/x
                          share_id: shr_01M84AHKNHT31KGQTC84W299MP
                          sync_enabled: true
                          selected_folders: []
                          excluded_folders: [/Plans]
                          selected_folder_ids: []
                          excluded_folder_ids: [fld_01M84AHKNHT31KGQTC84W299MQ]
                          updated_at: '2026-11-23T14:10:00.120Z'
                  links:
                    update:
                      operationId: updatePreference
                      parameters: {device_id: '$request.path.device_id', share_id: '$response.body#/0/share_id'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
            put:
              operationId: updatePreferences
              tags: [Preferences]
              summary: Choose what a device syncs, for several shares
              description: All or nothing. Answers all preferences. At most 1,000, and no share twice.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/PreferencesPatch'}
                    example:
                      preferences:
                        - share_id: shr_01M84AHKNHT31KGQTC84W299MP
                          excluded_folders: [/Plans]
              responses:
                '200':
                  description: The preferences.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema:
                        type: array
                        items: {$ref: '#/components/schemas/Preference'}
                      example:
                        - device_id: d 1/x
                          share_id: shr_01M84AHKNHT31KGQTC84W299MP
                          sync_enabled: true
                          selected_folders: []
                          excluded_folders: [/Plans]
                          selected_folder_ids: []
                          excluded_folder_ids: [fld_01M84AHKNHT31KGQTC84W299MQ]
                          updated_at: '2026-11-23T14:10:00.120Z'
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/sync/devices/{device_id}/preferences/{share_id}:
            parameters:
              - {$ref: '#/components/parameters/DeviceID'}
              - {$ref: '#/components/parameters/ShareID'}
            put:
              operationId: updatePreference
              tags: [Preferences]
              summary: Choose what a device syncs of one share
              description: What is absent or null stays as it is.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/PreferencePatch'}
                    examples:
                      some: {value: {selected_folders: [/Plans], excluded_folders: [/Plans/Old]}}
                      nothing: {value: {sync_enabled: false}}
              responses:
                '200':
                  description: The preference.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Preference'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}

          /api/v1/sync/changes:
            get:
              operationId: listChanges
              tags: [The log]
              summary: What happened since a cursor
              description: |
                Needs READ. The cursor also passes rows that the caller may not see: whoever asks until `has_more` is false has seen
                everything. A cursor that no answer gave, or that lies before what the log still holds, is `SYNC_CURSOR_INVALID`:
                take a snapshot.

                With `device_id` only rows come that the device syncs. 10,000 rows are looked through for one answer, so that it may
                have fewer rows than asked for, even none, while `has_more` is true; the cursor has moved on, and such an answer comes
                without waiting.

                To `Accept-Encoding: zstd` long answers come packed; those of `snapshot` too.
              parameters:
                - name: cursor
                  in: query
                  allowEmptyValue: true
                  description: Where to go on. Absent, there are no rows, and the head of the log as cursor.
                  schema: {$ref: '#/components/schemas/Position'}
                  example: 1
                - {$ref: '#/components/parameters/OnlyShare'}
                - name: limit
                  in: query
                  allowEmptyValue: true
                  description: How many rows at most.
                  schema: {type: integer, minimum: 1, maximum: 5000, default: 1000}
                - name: device_id
                  in: query
                  allowEmptyValue: true
                  description: The device that asks; what it does not sync is left out.
                  schema: {$ref: '#/components/schemas/DeviceID'}
                - name: wait
                  in: query
                  allowEmptyValue: true
                  description: |
                    Seconds to wait while there is no row that the caller may see. The answer comes as soon as there is one.
                  schema: {type: integer, minimum: 0, maximum: 60, default: 0}
              responses:
                '200':
                  description: Rows in the order of the log. `share_id` is null when all shares were asked for.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/ChangesPage'}
                      example:
                        changes:
                          - id: chg_01M84AHKX7RPGGHY40RM2Y22X8
                            tenant_id: tnt_01M84AHJ8D04N0ZZJZYTVD7BS8
                            share_id: shr_01M84AHKNHT31KGQTC84W299MP
                            resource_type: file
                            resource_id: fil_01M84AHKX65C6DZ4BBMJJBFCH5
                            change_type: created
                            changed_by: usr_01M84AHJ8D04N0ZZJZYTVD7BS9
                            changed_at: '2026-11-23T13:46:50.660054Z'
                            old_path: null
                            new_path: /héllo.txt
                            version_id: ver_01M84AHKX65C6DZ4BBMJJBFCH6
                            metadata:
                              size: 11
                              mime_type: text/plain
                              checksum_sha256: b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9
                              modified_at: '2026-01-02T03:04:05Z'
                              executable: false
                            position: 2
                            parent_id: null
                            device_id: d 1/x
                        cursor: 2
                        has_more: false
                        share_id: null
                  links:
                    next: {operationId: listChanges, parameters: {cursor: '$response.body#/cursor'}}
                    wait: {operationId: listChanges, parameters: {cursor: '$response.body#/cursor', wait: 0}}
                    advance: {operationId: advanceCursor, parameters: {position: '$response.body#/cursor'}}
                '400': {$ref: '#/components/responses/BadCursor'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
          /api/v1/sync/snapshot:
            get:
              operationId: snapshot
              tags: [The log]
              summary: The whole tree of a share
              description: |
                Needs READ. A first sync starts here, and every one whose cursor was refused. The snapshot and the changes after its
                `cursor`, which is the head of the log at the first page, give the exact tree, whatever is written meanwhile. A page
                may have fewer entries than asked for while `has_more` is true.

                With `Accept: application/x-ndjson` all of it comes in one answer, an entry a line. The last line says that it is
                whole; an answer without it was cut off:

                    {"complete":true,"count":1,"cursor":2}
              parameters:
                - {$ref: '#/components/parameters/InShare'}
                - name: device_id
                  in: query
                  allowEmptyValue: true
                  description: The device that asks; what it does not sync is left out.
                  schema: {$ref: '#/components/schemas/DeviceID'}
                - name: limit
                  in: query
                  allowEmptyValue: true
                  description: How many entries of a page at most.
                  schema: {type: integer, minimum: 1, maximum: 5000, default: 1000}
                - name: page_token
                  in: query
                  allowEmptyValue: true
                  description: '`next_page_token` of the page before.'
                  schema: {$ref: '#/components/schemas/PageToken'}
                - name: Accept
                  in: header
                  description: With `application/x-ndjson` in it, all comes in one answer.
                  schema: {type: string}
                  example: application/x-ndjson
              responses:
                '200':
                  description: A page, or all lines.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/SnapshotPage'}
                      example:
                        entries:
                          - resource_type: file
                            resource_id: fil_01M84AHKX65C6DZ4BBMJJBFCH5
                            parent_id: null
                            path: /héllo.txt
                            name: héllo.txt
                            version_id: ver_01M84AHKX65C6DZ4BBMJJBFCH6
                            metadata:
                              size: 11
                              mime_type: text/plain
                              checksum_sha256: b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9
                              modified_at: '2026-01-02T03:04:05Z'
                              executable: false
                        next_page_token: null
                        cursor: 2
                        has_more: false
                    application/x-ndjson:
                      schema:
                        description: A line each.
                        type: array
                        items:
                          anyOf:
                            - {$ref: '#/components/schemas/SnapshotEntry'}
                            - {$ref: '#/components/schemas/SnapshotEnd'}
                        contains: {$ref: '#/components/schemas/SnapshotEnd'}
                        maxContains: 1
                  links:
                    next:
                      operationId: snapshot
                      parameters: {share_id: '$request.query.share_id', page_token: '$response.body#/next_page_token'}
                    changes:
                      operationId: listChanges
                      parameters: {share_id: '$request.query.share_id', cursor: '$response.body#/cursor'}
                    download: {operationId: download, parameters: {file_id: '$response.body#/entries/0/resource_id'}}
                '400': {$ref: '#/components/responses/BadCursor'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
          /api/v1/sync/status:
            get:
              operationId: getStatus
              tags: [The log]
              summary: How far a device has come in a share
              description: |
                Needs READ. The first time, the cursor is put at the head of the log. `last_sync_at` is null until the cursor was
                advanced; `pending_changes` counts to 100,000; `has_conflicts` is about open conflicts of this device in this share.
                Of a device that syncs only parts, `pending_changes` leaves out what does not show among the next 10,000 rows and
                counts each row after them, so it may be too high and is never too low.
              parameters:
                - {$ref: '#/components/parameters/InShare'}
                - {$ref: '#/components/parameters/OfDevice'}
              responses:
                '200':
                  description: Where the device is, and where the log ends.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/SyncStatus'}
                      example: {cursor_position: 1, has_conflicts: false, head_position: 1, last_sync_at: null, pending_changes: 0}
                  links:
                    advance:
                      operationId: advanceCursor
                      parameters:
                        share_id: '$request.query.share_id'
                        device_id: '$request.query.device_id'
                        position: '$response.body#/head_position'
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/sync/cursor:
            post:
              operationId: advanceCursor
              tags: [The log]
              summary: Advance a device's cursor
              description: |
                Needs READ. A cursor never goes back: a lower position answers the present state. One beyond the head of the log is
                `SYNC_CURSOR_INVALID`. It need not have been asked for by `status` before.
              parameters:
                - {$ref: '#/components/parameters/InShare'}
                - {$ref: '#/components/parameters/OfDevice'}
                - name: position
                  in: query
                  required: true
                  description: Up to where the device has all changes.
                  schema: {$ref: '#/components/schemas/Position'}
              responses:
                '200':
                  description: Where the cursor is now.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/CursorAnswer'}
                      example: {cursor_position: 1, last_sync_at: '2026-11-23T13:46:51.003211Z'}
                '400': {$ref: '#/components/responses/BadCursor'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/DeviceInactive'}
                '404': {$ref: '#/components/responses/NotFound'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/sync/apply:
            post:
              operationId: applyChanges
              tags: [Applying changes]
              summary: Apply what a device did
              description: |
                Needs READ for the batch, and for each change CREATE, WRITE or DELETE.

                The changes are applied in order, in one transaction. When one is in conflict or rejected, those after it go on,
                unless they need it. `rejected` says what was wrong with a change, by its place in the batch; wrong members of a
                change reject this change only. Without `conflict_resolution` the batch is strict: its first mismatch undoes all,
                and the answer is 409 with `conflicts`. With `atomic` one rejected change undoes all; the answer is 200 with
                `applied` empty, and the others rejected as `BATCH_UNDONE`. With `dry_run` the answer is the same and nothing
                changes.

                A `client_change_id` of a device is remembered for 30 days; a retry gets the first outcome, `replayed`, whatever got
                lost on the way. `base_cursor` is the position the client had seen, `client_time` its clock now, so that times are
                compared without its skew. `whole_share` says that the client knows all of the share, also what its device does not
                sync: else deleting a folder that holds some of that is a conflict.

                A change says where by `parent_id` (null: the root) with `name`, or by `old_path` and `new_path`; ids win. Its
                content is a `version_id` that the caller may read or a list of `metadata.chunks`. `resource_id` may be chosen by the
                client for `created`, so that one batch makes a folder and fills it. `base_version_id` is the version that the
                change was made on.

                `outcome` is `applied`, `unchanged` (it was so already), `merged` (same name and same content, or folder onto folder),
                `renamed` (as a conflicted copy) or `replayed`.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/Batch'}
                    examples:
                      file:
                        value:
                          device_id: d 1/x
                          share_id: shr_01M84AHKNHT31KGQTC84W299MP
                          conflict_resolution: KEEP_BOTH
                          changes:
                            - client_change_id: '1'
                              resource_type: file
                              change_type: created
                              new_path: /héllo.txt
                              metadata:
                                size: 11
                                modified_at: '2026-01-02T03:04:05Z'
                                chunks:
                                  - hash: b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9
                                    size: 11
                      folder:
                        value:
                          device_id: d 1/x
                          share_id: shr_01M84AHKNHT31KGQTC84W299MP
                          conflict_resolution: KEEP_BOTH
                          base_cursor: 2
                          changes:
                            - {client_change_id: '2', resource_type: folder, change_type: created, parent_id: null, name: Plans}
                            - client_change_id: '3'
                              resource_type: file
                              change_type: moved
                              old_path: /héllo.txt
                              new_path: /Plans/héllo.txt
              responses:
                '200':
                  description: |
                    What became of each change. One that was settled with an effect of its own is in `applied` and in `conflicts`.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/ApplyAnswer'}
                      example:
                        applied:
                          - change_id: chg_01M84AHKX7RPGGHY40RM2Y22X8
                            change_type: created
                            client_change_id: '1'
                            outcome: applied
                            path: /héllo.txt
                            position: 2
                            resource_id: fil_01M84AHKX65C6DZ4BBMJJBFCH5
                            resource_type: file
                            version_id: ver_01M84AHKX65C6DZ4BBMJJBFCH6
                        conflicts: []
                        cursor: 2
                        rejected: []
                  links:
                    download: {operationId: download, parameters: {file_id: '$response.body#/applied/0/resource_id'}}
                    manifest: {operationId: manifest, parameters: {file_id: '$response.body#/applied/0/resource_id'}}
                    resolve: {operationId: resolveConflict, parameters: {conflict_id: '$response.body#/conflicts/0/id'}}
                    advance: {operationId: advanceCursor, parameters: {position: '$response.body#/cursor'}}
                '400': {$ref: '#/components/responses/BadCursor'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/DeviceInactive'}
                '404': {$ref: '#/components/responses/NotFound'}
                '409': {$ref: '#/components/responses/ApplyConflict'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}

          /api/v1/sync/conflicts:
            get:
              operationId: listConflicts
              tags: [Conflicts]
              summary: Conflicts, newest first
              description: Of all members, in the shares that the caller can read. `device_id` is one of the caller's own.
              parameters:
                - name: device_id
                  in: query
                  allowEmptyValue: true
                  description: Only of this device.
                  schema: {$ref: '#/components/schemas/DeviceID'}
                - {$ref: '#/components/parameters/OnlyShare'}
                - name: include_resolved
                  in: query
                  allowEmptyValue: true
                  description: Also those that are settled. `1` and `0` will do.
                  schema: {type: boolean, default: false}
                - name: limit
                  in: query
                  allowEmptyValue: true
                  schema: {type: integer, minimum: 1, maximum: 1000, default: 100}
                - name: before
                  in: query
                  allowEmptyValue: true
                  description: Only those older than this one.
                  schema: {$ref: '#/components/schemas/ConflictID'}
              responses:
                '200':
                  description: The conflicts.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema:
                        type: array
                        maxItems: 1000
                        items: {$ref: '#/components/schemas/Conflict'}
                  links:
                    resolve: {operationId: resolveConflict, parameters: {conflict_id: '$response.body#/0/id'}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
          /api/v1/sync/conflicts/{conflict_id}/resolve:
            post:
              operationId: resolveConflict
              tags: [Conflicts]
              summary: Settle an open conflict
              description: |
                Needs WRITE in the share, whoever ran into it. It does what the strategy says against the head of now. The same
                resolution again is 200, another one `SYNC_CONFLICT`.
              parameters:
                - name: conflict_id
                  in: path
                  required: true
                  schema: {$ref: '#/components/schemas/ConflictID'}
                - name: resolution
                  in: query
                  required: true
                  schema: {$ref: '#/components/schemas/Resolution'}
                - name: version_id
                  in: query
                  allowEmptyValue: true
                  description: The merged content, with `MANUAL`; may be a side of the conflict.
                  schema: {$ref: '#/components/schemas/VersionID'}
              responses:
                '200':
                  description: The conflict, settled.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Conflict'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '409': {$ref: '#/components/responses/SyncConflict'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}

          /api/v1/sync/chunks/missing:
            post:
              operationId: missingChunks
              tags: [Content]
              summary: Which chunks must be sent
              description: Needs READ in the share. The answer keeps the order and has no repeats.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/Hashes'}
                    example:
                      share_id: shr_01M84AHKNHT31KGQTC84W299MP
                      hashes: [b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9]
              responses:
                '200':
                  description: The hashes to send.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/MissingAnswer'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
          /api/v1/sync/chunks:
            post:
              operationId: storeChunks
              tags: [Content]
              summary: Send many chunks
              description: |
                Frames, at most 64 MiB and 10,000 of them. Each is checked against its hash. What the answer names is durable. An
                empty body stores nothing.

                The body may be packed: `Content-Encoding: zstd` (RFC 8878), where `features` of `GET /api/v1/config` has `zstd`. The
                limit counts what it unpacks to, and its window may be 8 MiB at most: beyond either it is refused with 413. What is no
                zstd is 400, any other encoding 415 with an `Accept-Encoding` that names what is taken.
              requestBody:
                content:
                  application/vnd.tideline.chunks:
                    schema: {type: string, format: binary, maxLength: 67108864}
              responses:
                '200': {$ref: '#/components/responses/Stored'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/WrongBytes'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/sync/chunks/{sha256}:
            put:
              operationId: storeChunk
              tags: [Content]
              summary: Send one chunk
              description: |
                The body is its bytes, whatever its `Content-Type`, packed if `Content-Encoding: zstd` says so. What the answer names
                is durable.
              parameters:
                - name: sha256
                  in: path
                  required: true
                  description: The SHA-256 of the body.
                  schema: {$ref: '#/components/schemas/Hash'}
                  example: b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9
              requestBody:
                required: true
                content:
                  application/octet-stream:
                    schema: {type: string, format: binary, maxLength: 8388608}
                    example: hello world
              responses:
                '200': {$ref: '#/components/responses/Stored'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/WrongBytes'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/sync/files/{file_id}/manifest:
            get:
              operationId: manifest
              tags: [Content]
              summary: What chunks a file is made of
              description: Needs READ.
              parameters:
                - {$ref: '#/components/parameters/FileID'}
                - {$ref: '#/components/parameters/Version'}
              responses:
                '200':
                  description: The chunks in order.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Manifest'}
                      example:
                        chunks:
                          - {hash: b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9, size: 11}
                        checksum_sha256: b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9
                        file_id: fil_01M84AHKX65C6DZ4BBMJJBFCH5
                        size: 11
                        version_id: ver_01M84AHKX65C6DZ4BBMJJBFCH6
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '410': {$ref: '#/components/responses/Gone'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
          /api/v1/sync/download/{file_id}:
            get:
              operationId: download
              tags: [Content]
              summary: The bytes of a file
              description: Needs READ. `HEAD` tells the same without the bytes.
              parameters:
                - {$ref: '#/components/parameters/FileID'}
                - {$ref: '#/components/parameters/Version'}
                - {$ref: '#/components/parameters/RangeStart'}
                - {$ref: '#/components/parameters/RangeEnd'}
                - {$ref: '#/components/parameters/Range'}
                - {$ref: '#/components/parameters/If-None-Match'}
                - {$ref: '#/components/parameters/If-Range'}
              responses:
                '200': {$ref: '#/components/responses/Bytes'}
                '206': {$ref: '#/components/responses/SomeBytes'}
                '304': {$ref: '#/components/responses/NotModified'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '410': {$ref: '#/components/responses/Gone'}
                '416': {$ref: '#/components/responses/RangeNotSatisfiable'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
          /api/v1/sync/download:
            post:
              operationId: downloadMany
              tags: [Content]
              summary: The bytes of many files
              description: |
                Needs READ in the share. Frames, in the order asked for; at most 5,000 files. To `Accept-Encoding: zstd` they come
                packed, as `Content-Encoding` then says.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/WantedFiles'}
                    example:
                      share_id: shr_01M84AHKNHT31KGQTC84W299MP
                      items: [{file_id: fil_01M84AHKX65C6DZ4BBMJJBFCH5}]
              responses:
                '200':
                  description: The frames.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/vnd.tideline.chunks:
                      schema: {type: string, format: binary}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/v1/files:
            post:
              operationId: createFile
              tags: [Files and folders]
              summary: Make a file of a form
              description: |
                Needs CREATE. The content is cut and stored while it arrives, so a form may be as large as 1,000,000 chunks, some 250 GB;
                send more by an upload. All fields come before `file`, whose part has a `filename`; a type of that part other than `application/octet-stream`
                counts where `mime_type` is absent. A taken name is told before the content is read.
              requestBody:
                required: true
                content:
                  multipart/form-data:
                    schema: {$ref: '#/components/schemas/FileForm'}
              responses:
                '201':
                  description: The file.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/File'}
                      example:
                        resource_type: file
                        id: fil_01M84AHKX65C6DZ4BBMJJBFCH5
                        share_id: shr_01M84AHKNHT31KGQTC84W299MP
                        folder_id: null
                        name: héllo.txt
                        path: /héllo.txt
                        size: 11
                        mime_type: text/plain
                        checksum_sha256: b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9
                        version_id: ver_01M84AHKX65C6DZ4BBMJJBFCH6
                        version_number: 1
                        executable: false
                        modified_at: '2026-01-02T03:04:05Z'
                        created_at: '2026-11-23T13:46:50.660054Z'
                        updated_at: '2026-11-23T13:46:50.660054Z'
                        created_by: usr_01M84AHJ8D04N0ZZJZYTVD7BS9
                        trashed_at: null
                  links:
                    get: {operationId: getFile, parameters: {file_id: '$response.body#/id'}}
                    update: {operationId: updateFile, parameters: {file_id: '$response.body#/id'}}
                    delete: {operationId: deleteFile, parameters: {file_id: '$response.body#/id'}}
                    content: {operationId: content, parameters: {file_id: '$response.body#/id'}}
                    versions: {operationId: listVersions, parameters: {file_id: '$response.body#/id'}}
                    manifest: {operationId: manifest, parameters: {file_id: '$response.body#/id'}}
                    download: {operationId: download, parameters: {file_id: '$response.body#/id'}}
                    restore:
                      operationId: restoreVersion
                      parameters: {file_id: '$response.body#/id', version: '$response.body#/version_id'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '409': {$ref: '#/components/responses/NameConflict'}
                '410': {$ref: '#/components/responses/Gone'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/WrongBytes'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/files/{file_id}:
            parameters:
              - {$ref: '#/components/parameters/FileID'}
            get:
              operationId: getFile
              tags: [Files and folders]
              summary: One file
              description: Needs READ.
              responses:
                '200': {$ref: '#/components/responses/File'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '410': {$ref: '#/components/responses/Gone'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
            patch:
              operationId: updateFile
              tags: [Files and folders]
              summary: Rename or move a file
              description: Needs WRITE. What is absent stays; a `folder_id` of null or `root` is the root of the share.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/FilePatch'}
                    examples:
                      rename: {value: {name: hello.txt}}
                      move: {value: {folder_id: fld_01M84AHKXQ9T5V1Y0R3N8GZJ4E}}
              responses:
                '200': {$ref: '#/components/responses/File'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '409': {$ref: '#/components/responses/NameConflict'}
                '410': {$ref: '#/components/responses/Gone'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
            delete:
              operationId: deleteFile
              tags: [Files and folders]
              summary: Put a file into the trash
              description: Needs DELETE. All its versions go with it.
              responses:
                '204': {$ref: '#/components/responses/Done'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '410': {$ref: '#/components/responses/Gone'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/files/{file_id}/content:
            get:
              operationId: content
              tags: [Files and folders]
              summary: The bytes of a file
              description: The same as `GET /api/v1/sync/download/{file_id}`.
              parameters:
                - {$ref: '#/components/parameters/FileID'}
                - {$ref: '#/components/parameters/Version'}
                - {$ref: '#/components/parameters/RangeStart'}
                - {$ref: '#/components/parameters/RangeEnd'}
                - {$ref: '#/components/parameters/Range'}
                - {$ref: '#/components/parameters/If-None-Match'}
                - {$ref: '#/components/parameters/If-Range'}
              responses:
                '200': {$ref: '#/components/responses/Bytes'}
                '206': {$ref: '#/components/responses/SomeBytes'}
                '304': {$ref: '#/components/responses/NotModified'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '410': {$ref: '#/components/responses/Gone'}
                '416': {$ref: '#/components/responses/RangeNotSatisfiable'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
          /api/v1/files/{file_id}/versions:
            get:
              operationId: listVersions
              tags: [Files and folders]
              summary: What a file was, newest first
              description: Needs READ. Go on with the last one's number as `before` while `has_more` is true.
              parameters:
                - {$ref: '#/components/parameters/FileID'}
                - {$ref: '#/components/parameters/ListLimit'}
                - name: before
                  in: query
                  allowEmptyValue: true
                  description: Only versions with a lower number.
                  schema: {type: integer, format: int64, minimum: 0, maximum: 9223372036854775807}
              responses:
                '200':
                  description: Versions.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/VersionList'}
                      example:
                        versions:
                          - version_id: ver_01M84AHKX65C6DZ4BBMJJBFCH6
                            version_number: 1
                            size: 11
                            checksum_sha256: b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9
                            mime_type: text/plain
                            executable: false
                            modified_at: '2026-01-02T03:04:05Z'
                            created_at: '2026-11-23T13:46:50.660054Z'
                            created_by: usr_01M84AHJ8D04N0ZZJZYTVD7BS9
                            device_id: d 1/x
                            is_head: true
                        has_more: false
                  links:
                    restore:
                      operationId: restoreVersion
                      parameters: {file_id: '$request.path.file_id', version: '$response.body#/versions/0/version_number'}
                    content:
                      operationId: content
                      parameters: {file_id: '$request.path.file_id', version: '$response.body#/versions/0/version_id'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '410': {$ref: '#/components/responses/Gone'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
          /api/v1/files/{file_id}/versions/{version}/restore:
            post:
              operationId: restoreVersion
              tags: [Files and folders]
              summary: Make an old version count again
              description: Needs WRITE. Its content becomes a new version; of the newest one nothing changes.
              parameters:
                - {$ref: '#/components/parameters/FileID'}
                - name: version
                  in: path
                  required: true
                  description: A version's id, or its number.
                  schema: {$ref: '#/components/schemas/VersionName'}
              responses:
                '200': {$ref: '#/components/responses/File'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '410': {$ref: '#/components/responses/Gone'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}

          /api/v1/folders:
            post:
              operationId: createFolder
              tags: [Files and folders]
              summary: Make a folder
              description: Needs CREATE.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/NewFolder'}
                    example: {share_id: shr_01M84AHKNHT31KGQTC84W299MP, parent_id: null, name: Plans}
              responses:
                '201':
                  description: The folder.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Folder'}
                      example:
                        resource_type: folder
                        id: fld_01M84AHKXQ9T5V1Y0R3N8GZJ4E
                        share_id: shr_01M84AHKNHT31KGQTC84W299MP
                        parent_id: null
                        name: Plans
                        path: /Plans
                        created_at: '2026-11-23T13:46:50.671202Z'
                        updated_at: '2026-11-23T13:46:50.671202Z'
                        trashed_at: null
                  links:
                    get: {operationId: getFolder, parameters: {folder_id: '$response.body#/id'}}
                    update: {operationId: updateFolder, parameters: {folder_id: '$response.body#/id'}}
                    delete: {operationId: deleteFolder, parameters: {folder_id: '$response.body#/id'}}
                    children: {operationId: listChildren, parameters: {folder_id: '$response.body#/id'}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '409': {$ref: '#/components/responses/NameConflict'}
                '410': {$ref: '#/components/responses/Gone'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/folders/{folder_id}:
            parameters:
              - {$ref: '#/components/parameters/FolderID'}
            get:
              operationId: getFolder
              tags: [Files and folders]
              summary: One folder
              description: Needs READ.
              responses:
                '200': {$ref: '#/components/responses/Folder'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '410': {$ref: '#/components/responses/Gone'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
            patch:
              operationId: updateFolder
              tags: [Files and folders]
              summary: Rename or move a folder
              description: |
                Needs WRITE. What is absent stays; a `parent_id` of null or `root` is the root of the share. All that is in the
                folder goes with it.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/PlacePatch'}
                    example: {name: Old plans}
              responses:
                '200': {$ref: '#/components/responses/Folder'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '409': {$ref: '#/components/responses/NameConflict'}
                '410': {$ref: '#/components/responses/Gone'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
            delete:
              operationId: deleteFolder
              tags: [Files and folders]
              summary: Put a folder into the trash
              description: Needs DELETE. All that is in it goes with it.
              responses:
                '204': {$ref: '#/components/responses/Done'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '410': {$ref: '#/components/responses/Gone'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/folders/{folder_id}/children:
            get:
              operationId: listChildren
              tags: [Files and folders]
              summary: What is in a folder
              description: |
                Needs READ. Files and folders together, by name without case. A `folder_id` of `root` with `share_id` is the root
                of that share.
              parameters:
                - name: folder_id
                  in: path
                  required: true
                  schema: {type: string, pattern: '^(root|fld_[0-7][0-9A-HJKMNP-TV-Z]{25})$'}
                - name: share_id
                  in: query
                  allowEmptyValue: true
                  description: Needed with `root`, else of no meaning.
                  schema: {type: string}
                - {$ref: '#/components/parameters/ListLimit'}
                - name: page_token
                  in: query
                  allowEmptyValue: true
                  description: '`next_page_token` of the page before.'
                  schema: {type: string, pattern: '^([0-9a-f]{2})*\.[0-9a-f]{16}$'}
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/ChildrenPage'}
                  links:
                    next:
                      operationId: listChildren
                      parameters: {folder_id: '$request.path.folder_id', page_token: '$response.body#/next_page_token'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '410': {$ref: '#/components/responses/Gone'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/v1/trash:
            get:
              operationId: listTrash
              tags: [Trash]
              summary: What was deleted in a share, newest first
              description: |
                Needs READ. What was itself deleted, not what lies in such a folder. Go on with `next_before` as `before` while
                `has_more` is true.
              parameters:
                - {$ref: '#/components/parameters/InShare'}
                - {$ref: '#/components/parameters/ListLimit'}
                - name: before
                  in: query
                  allowEmptyValue: true
                  description: '`next_before` of the page before, or the id of something in the trash.'
                  schema: {type: string, pattern: '^(-?[0-9]{1,18}\.)?(fil|fld)_[0-7][0-9A-HJKMNP-TV-Z]{25}$'}
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/TrashPage'}
                      example:
                        items:
                          - id: fil_01M84AHKX65C6DZ4BBMJJBFCH5
                            resource_type: file
                            share_id: shr_01M84AHKNHT31KGQTC84W299MP
                            parent_id: null
                            name: héllo.txt
                            path: /héllo.txt
                            size: 11
                            mime_type: text/plain
                            trashed_at: '2026-11-23T14:02:11.005Z'
                            trashed_by: usr_01M84AHJ8D04N0ZZJZYTVD7BS9
                        next_before: null
                        has_more: false
                  links:
                    restore: {operationId: restoreFromTrash, parameters: {id: '$response.body#/items/0/id'}}
                    next:
                      operationId: listTrash
                      parameters: {share_id: '$request.query.share_id', before: '$response.body#/next_before'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '404': {$ref: '#/components/responses/NotFound'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
            delete:
              operationId: emptyTrash
              tags: [Trash]
              summary: Purge all of it
              description: |
                Needs MANAGE_PERMISSIONS, since nothing brings back what is purged. What an open conflict names is kept. When the
                request breaks off, what was done until then stays done; ask again.
              parameters:
                - {$ref: '#/components/parameters/InShare'}
              responses:
                '200':
                  description: What became of it.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/PurgeAnswer'}
                      example: {purged: 3, kept: 0, freed_bytes: 20480}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/trash/{id}:
            delete:
              operationId: purgeFromTrash
              tags: [Trash]
              summary: Purge one thing
              description: |
                Needs MANAGE_PERMISSIONS, since nothing brings back what is purged. A folder goes with all that lies in it. When
                an open conflict names the thing, that is `SYNC_CONFLICT`; where it names something in a folder, that is kept.
              parameters:
                - name: id
                  in: path
                  required: true
                  description: Of a file or folder in the trash.
                  schema: {$ref: '#/components/schemas/NodeID'}
              responses:
                '200':
                  description: What became of it.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/PurgeAnswer'}
                      example: {purged: 3, kept: 0, freed_bytes: 20480}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '409': {$ref: '#/components/responses/SyncConflict'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/trash/{id}/restore:
            post:
              operationId: restoreFromTrash
              tags: [Trash]
              summary: Bring something back
              description: |
                Needs CREATE. It comes back where it was, with the folders above it, or where the body says. A taken name is
                `NAME_CONFLICT`: give another one.
              parameters:
                - name: id
                  in: path
                  required: true
                  description: Of a file or folder in the trash.
                  schema: {$ref: '#/components/schemas/NodeID'}
              requestBody:
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/PlacePatch'}
                    example: {name: hello again.txt}
              responses:
                '200':
                  description: The file or folder.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Node'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '409': {$ref: '#/components/responses/NameConflict'}
                '410': {$ref: '#/components/responses/Gone'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}

          /api/v1/uploads:
            post:
              operationId: createUpload
              tags: [Uploads]
              summary: Start an upload
              description: |
                Needs CREATE. `chunk_size` is that of all chunks but the last; absent, the server chooses. A user may have 100 under
                way. It ends 24 hours after the last chunk came.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/NewUpload'}
                    example:
                      share_id: shr_01M84AHKNHT31KGQTC84W299MP
                      folder_id: null
                      file_name: film.mp4
                      file_size: 6000000
              responses:
                '201':
                  description: The upload.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Upload'}
                      example:
                        session_id: upl_01M84B3Y0C9VZ5E4K7QDJ2M8XN
                        share_id: shr_01M84AHKNHT31KGQTC84W299MP
                        folder_id: null
                        file_name: film.mp4
                        file_size: 6000000
                        chunk_size: 4194304
                        total_chunks: 2
                        status: open
                        received_chunks: 0
                        received: []
                        file_id: null
                        version_id: null
                        created_at: '2026-11-23T13:57:10.412Z'
                        expires_at: '2026-11-24T13:57:10.412Z'
                  links:
                    get: {operationId: getUpload, parameters: {session_id: '$response.body#/session_id'}}
                    send: {operationId: sendUploadChunk, parameters: {session_id: '$response.body#/session_id', index: 0}}
                    complete: {operationId: completeUpload, parameters: {session_id: '$response.body#/session_id'}}
                    delete: {operationId: deleteUpload, parameters: {session_id: '$response.body#/session_id'}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '410': {$ref: '#/components/responses/Gone'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/uploads/{session_id}:
            parameters:
              - {$ref: '#/components/parameters/SessionID'}
            get:
              operationId: getUpload
              tags: [Uploads]
              summary: Which chunks have come
              description: |
                `received` has ranges of indexes, both ends included. Of very many ranges the later ones are left out; sending a
                chunk again does no harm.
              responses:
                '200':
                  description: The upload.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Upload'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '410': {$ref: '#/components/responses/Gone'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
            delete:
              operationId: deleteUpload
              tags: [Uploads]
              summary: Give an upload up
              description: What came is forgotten. A file that it became stays.
              responses:
                '204': {$ref: '#/components/responses/Done'}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '410': {$ref: '#/components/responses/Gone'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/uploads/{session_id}/chunks/{index}:
            put:
              operationId: sendUploadChunk
              tags: [Uploads]
              summary: Send one chunk
              description: |
                In any order, and several at once. The body is its bytes, whatever its `Content-Type`; it takes the place of what
                came under this index before. When the answer comes it is durable.
              parameters:
                - {$ref: '#/components/parameters/SessionID'}
                - name: index
                  in: path
                  required: true
                  description: From 0.
                  schema: {type: integer, minimum: 0, maximum: 999999}
              requestBody:
                required: true
                content:
                  application/octet-stream:
                    schema: {type: string, format: binary, maxLength: 8388608}
              responses:
                '200':
                  description: What came.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/UploadedChunk'}
                      example:
                        index: 0
                        size: 11
                        checksum_sha256: b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9
                  links:
                    complete: {operationId: completeUpload, parameters: {session_id: '$request.path.session_id'}}
                    get: {operationId: getUpload, parameters: {session_id: '$request.path.session_id'}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '410': {$ref: '#/components/responses/Gone'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '422': {$ref: '#/components/responses/Invalid'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}
          /api/v1/uploads/{session_id}/complete:
            post:
              operationId: completeUpload
              tags: [Uploads]
              summary: Make a file of an upload
              description: |
                Needs CREATE. Quick, whatever the size, when the chunks came about in order, because the checksum of the whole runs
                along with them. What came more than 32 MiB before its turn, or before a restart of the server, is read once more now, a
                second or so for each GB; a call that the client gave up may be repeated. A chunk that did not come is `CONTENT_MISSING` with the first 1,000 indexes.
                A taken name is `NAME_CONFLICT`, and the upload stays: complete it under another one. Once the file is made, the
                same call answers it again.

                With `as=version` no file is made, but a version that one change of an `apply` by this user in this share may name as
                its `version_id` within 24 hours, or the `version_id` that resolves a conflict with `MANUAL`. It keeps this id. Another
                change that names it once more is `VALIDATION_FAILED`.
              parameters:
                - {$ref: '#/components/parameters/SessionID'}
                - name: as
                  in: query
                  allowEmptyValue: true
                  schema: {type: string, enum: [file, version], default: file}
              requestBody:
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/UploadPlace'}
                    example: {file_name: film (2).mp4}
              responses:
                '201':
                  description: The file, or the version.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - {$ref: '#/components/schemas/File'}
                          - {$ref: '#/components/schemas/UploadedVersion'}
                      example:
                        version_id: ver_01M84B4QW2H6ZC0A9R5TJX7N3D
                        size: 6000000
                        checksum_sha256: b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9
                        expires_at: '2026-11-24T13:58:02.100Z'
                  links:
                    file: {operationId: getFile, parameters: {file_id: '$response.body#/id'}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '401': {$ref: '#/components/responses/Unauthenticated'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '409': {$ref: '#/components/responses/UploadConflict'}
                '410': {$ref: '#/components/responses/Gone'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/WrongType'}
                '422': {$ref: '#/components/responses/NotWhole'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
                '507': {$ref: '#/components/responses/Full'}

          /api/v1/sync/ws/{device_id}:
            get:
              operationId: socket
              tags: [The device socket]
              summary: A WebSocket that tells a device when to look
              description: |
                With a WebSocket handshake, and the token as `?token=…` or in `Authorization`. The handshake is accepted in any
                case; what is wrong is told by the close code:

                | code | meaning |
                |---|---|
                | 1001 | the server is stopping |
                | 1002 | broken frames |
                | 1009 | a frame over 64 KiB |
                | 1011 | a fault of the server |
                | 4401 | no token, a bad one, one that has expired meanwhile, or its user was suspended or taken out of a share: connect anew |
                | 4403 | the device is inactive |
                | 4404 | the device is unknown or was removed |
                | 4408 | no answer to two pings, which come every 30 s |
                | 4429 | more than 64 sockets of this user |

                Who is taken out of a share may come back at once, with the same token while it is good: the socket ends so that
                nothing is heard that was meant for a member.

                The server sends text frames from connecting on, about shares that the user can read and the device syncs; of parts
                of a share, only changes that show in `changes` with its `device_id`. All sockets of a device hear that one of its
                preferences was set. `force_sync` means: take a snapshot of this share.

                    {"event_type":"change","share_id":"shr_…","data":{…a row of the log…}}
                    {"event_type":"sync_preference_updated","share_id":"shr_…","device_id":"…"}
                    {"event_type":"force_sync","share_id":"shr_…"}

                `force_sync` says that the device's cursor in this share is no longer accepted, or that more of the share is to be
                read than the log tells: take a snapshot. It comes when that happens, and again on connecting.

                The client may send `{"type":"ping"}`, answered by `{"type":"pong","event_type":"pong"}`, and
                `{"type":"subscribe"}`, answered by `{"type":"subscribed"}`; whatever is committed after that answer is heard.
                Anything else is answered by `{"type":"error","code":"BAD_REQUEST"}`. When more than 256 frames wait for a slow
                reader, only the newest of each share stays.

                A request without a handshake is 400.
              security: []
              parameters:
                - {$ref: '#/components/parameters/DeviceID'}
                - name: token
                  in: query
                  allowEmptyValue: true
                  description: An access token, for clients that cannot send `Authorization`, such as browsers.
                  schema: {type: string}
              responses:
                '101':
                  description: The socket is open.
                '400': {$ref: '#/components/responses/NoHandshake'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}

          /api/v1/health:
            get:
              operationId: health
              tags: [For operators]
              summary: Whether the process answers
              security: []
              responses:
                '200':
                  description: It does.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema:
                        type: object
                        required: [status]
                        properties: {status: {const: ok}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
          /api/v1/ready:
            get:
              operationId: ready
              tags: [For operators]
              summary: Whether both stores answer
              security: []
              responses:
                '200':
                  description: They do. Else 503.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    application/json:
                      schema:
                        type: object
                        required: [status]
                        properties: {status: {const: ready}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
          /metrics:
            get:
              operationId: metrics
              tags: [For operators]
              summary: Figures for Prometheus
              description: |
                `tideline_requests_total` and `tideline_request_seconds` by route, `tideline_content_sent_bytes_total`,
                `tideline_content_received_bytes_total`, `tideline_changes_committed_total`, `tideline_sockets`.
              security: []
              responses:
                '200':
                  description: Prometheus text, version 0.0.4.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                  content:
                    text/plain:
                      schema: {type: string}
                '400': {$ref: '#/components/responses/BadRequest'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
          /openapi.yaml:
            get:
              operationId: description
              tags: [For operators]
              summary: This description
              security: []
              parameters:
                - {$ref: '#/components/parameters/If-None-Match'}
              responses:
                '200':
                  description: OpenAPI 3.1.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                    ETag: {required: true, schema: {$ref: '#/components/schemas/ETag'}}
                  content:
                    application/yaml:
                      schema: {type: object, required: [openapi, info, paths, components]}
                '304':
                  description: You have it.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                    ETag: {required: true, schema: {$ref: '#/components/schemas/ETag'}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}
          /docs:
            get:
              operationId: page
              tags: [For operators]
              summary: This description as a page
              security: []
              parameters:
                - {$ref: '#/components/parameters/If-None-Match'}
              responses:
                '200':
                  description: One page that needs nothing from elsewhere.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                    ETag: {required: true, schema: {$ref: '#/components/schemas/ETag'}}
                    Content-Security-Policy: {required: true, schema: {type: string, pattern: "^default-src 'none'"}}
                  content:
                    text/html:
                      schema: {type: string}
                '304':
                  description: You have it.
                  headers:
                    X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                    ETag: {required: true, schema: {$ref: '#/components/schemas/ETag'}}
                '400': {$ref: '#/components/responses/BadRequest'}
                '429': {$ref: '#/components/responses/RateLimited'}
                '500': {$ref: '#/components/responses/Internal'}
                '503': {$ref: '#/components/responses/Unavailable'}

        components:
          securitySchemes:
            bearer:
              type: http
              scheme: bearer
              bearerFormat: JWT
              description: An access token, from `POST /api/v1/auth/token`.

          parameters:
            UserID:
              name: user_id
              in: path
              required: true
              schema: {$ref: '#/components/schemas/UserID'}
            ShareID:
              name: share_id
              in: path
              required: true
              schema: {$ref: '#/components/schemas/ShareID'}
            DeviceID:
              name: device_id
              in: path
              required: true
              description: Percent-encoded.
              schema: {$ref: '#/components/schemas/DeviceID'}
            FileID:
              name: file_id
              in: path
              required: true
              schema: {$ref: '#/components/schemas/FileID'}
            InShare:
              name: share_id
              in: query
              required: true
              schema: {$ref: '#/components/schemas/ShareID'}
            OnlyShare:
              name: share_id
              in: query
              allowEmptyValue: true
              description: Only of this share. Absent, of all that the caller can read.
              schema: {$ref: '#/components/schemas/ShareID'}
            OfDevice:
              name: device_id
              in: query
              required: true
              schema: {$ref: '#/components/schemas/DeviceID'}
            Version:
              name: version
              in: query
              allowEmptyValue: true
              description: A version's id, or its number. Absent, the newest.
              schema: {$ref: '#/components/schemas/VersionName'}
            RangeStart:
              name: range_start
              in: query
              allowEmptyValue: true
              description: The first byte, from 0.
              schema: {type: integer, format: int64, minimum: 0, maximum: 9223372036854775807}
            RangeEnd:
              name: range_end
              in: query
              allowEmptyValue: true
              description: The last byte.
              schema: {type: integer, format: int64, minimum: 0, maximum: 9223372036854775807}
            ListLimit:
              name: limit
              in: query
              allowEmptyValue: true
              description: How many at most.
              schema: {type: integer, minimum: 1, maximum: 1000, default: 100}
            FolderID:
              name: folder_id
              in: path
              required: true
              schema: {$ref: '#/components/schemas/FolderID'}
            SessionID:
              name: session_id
              in: path
              required: true
              schema: {$ref: '#/components/schemas/UploadID'}
            Range:
              name: Range
              in: header
              description: Which bytes. Only with `GET`.
              schema: {type: string}
              example: bytes=2-4
            If-None-Match:
              name: If-None-Match
              in: header
              description: Entity tags of what the client has.
              schema: {type: string}
              example: '"b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"'
            If-Range:
              name: If-Range
              in: header
              description: The entity tag that `Range` is about.
              schema: {type: string}
              example: '"b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"'

          headers:
            X-Request-Id:
              description: What the server's log knows the request by.
              required: true
              schema: {type: string, pattern: '^[A-Za-z0-9_.:-]{1,128}$'}
            ETag:
              required: true
              description: The SHA-256 of the whole content.
              schema: {$ref: '#/components/schemas/ETag'}
            Last-Modified:
              required: true
              schema: {type: string}
            Cache-Control:
              required: true
              schema: {type: string, const: 'private, no-cache'}
            Accept-Ranges:
              required: true
              schema: {type: string, const: bytes}
            Content-Disposition:
              description: The file's name, by RFC 6266 and RFC 8187.
              required: true
              schema: {type: string, pattern: '^attachment; filename="[^"]*"; filename\*=UTF-8''''\S+$'}
            Repr-Digest:
              description: The SHA-256 of the whole content, by RFC 9530.
              required: true
              schema: {type: string, pattern: '^sha-256=:[A-Za-z0-9+/]{43}=:$'}
            X-Content-Type-Options:
              required: true
              schema: {type: string, const: nosniff}

          responses:
            Done:
              description: It is done.
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
            User:
              description: The user.
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/User'}
                  example:
                    created_at: '2026-11-23T13:46:48.973281Z'
                    email: admin@localhost
                    id: usr_01M84AHJ8D04N0ZZJZYTVD7BS9
                    is_admin: true
                    name: admin
                    status: active
                    tenant_id: tnt_01M84AHJ8D04N0ZZJZYTVD7BS8
            Share:
              description: The share.
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Share'}
                  example:
                    created_at: '2026-11-23T13:46:50.417918Z'
                    id: shr_01M84AHKNHT31KGQTC84W299MP
                    name: Team
                    owner_id: usr_01M84AHJ8D04N0ZZJZYTVD7BS9
                    quota_bytes: null
                    role: owner
                    type: team
                    used_bytes: 11
            File:
              description: The file.
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/File'}
                  example:
                    resource_type: file
                    id: fil_01M84AHKX65C6DZ4BBMJJBFCH5
                    share_id: shr_01M84AHKNHT31KGQTC84W299MP
                    folder_id: null
                    name: héllo.txt
                    path: /héllo.txt
                    size: 11
                    mime_type: text/plain
                    checksum_sha256: b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9
                    version_id: ver_01M84AHKX65C6DZ4BBMJJBFCH6
                    version_number: 1
                    executable: false
                    modified_at: '2026-01-02T03:04:05Z'
                    created_at: '2026-11-23T13:46:50.660054Z'
                    updated_at: '2026-11-23T13:46:50.660054Z'
                    created_by: usr_01M84AHJ8D04N0ZZJZYTVD7BS9
                    trashed_at: null
            Folder:
              description: The folder.
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Folder'}
                  example:
                    resource_type: folder
                    id: fld_01M84AHKXQ9T5V1Y0R3N8GZJ4E
                    share_id: shr_01M84AHKNHT31KGQTC84W299MP
                    parent_id: null
                    name: Plans
                    path: /Plans
                    created_at: '2026-11-23T13:46:50.671202Z'
                    updated_at: '2026-11-23T13:46:50.671202Z'
                    trashed_at: null
            Stored:
              description: What is durable now, in the order of the body.
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/json:
                  schema:
                    type: object
                    required: [stored]
                    properties:
                      stored: {type: array, items: {$ref: '#/components/schemas/Hash'}}
                  example: {stored: [b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9]}
            Bytes:
              description: The whole content. Its `Content-Type` is the file's.
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                ETag: {$ref: '#/components/headers/ETag'}
                Last-Modified: {$ref: '#/components/headers/Last-Modified'}
                Cache-Control: {$ref: '#/components/headers/Cache-Control'}
                Accept-Ranges: {$ref: '#/components/headers/Accept-Ranges'}
                Content-Disposition: {$ref: '#/components/headers/Content-Disposition'}
                Repr-Digest: {$ref: '#/components/headers/Repr-Digest'}
                X-Content-Type-Options: {$ref: '#/components/headers/X-Content-Type-Options'}
              content:
                '*/*':
                  schema: {type: string, format: binary}
            SomeBytes:
              description: The bytes asked for.
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                ETag: {$ref: '#/components/headers/ETag'}
                Last-Modified: {$ref: '#/components/headers/Last-Modified'}
                Cache-Control: {$ref: '#/components/headers/Cache-Control'}
                Accept-Ranges: {$ref: '#/components/headers/Accept-Ranges'}
                Content-Disposition: {$ref: '#/components/headers/Content-Disposition'}
                Repr-Digest: {$ref: '#/components/headers/Repr-Digest'}
                X-Content-Type-Options: {$ref: '#/components/headers/X-Content-Type-Options'}
                Content-Range:
                  required: true
                  schema: {type: string, pattern: '^bytes [0-9]+-[0-9]+/[0-9]+$'}
              content:
                '*/*':
                  schema: {type: string, format: binary}
            NotModified:
              description: The client has it.
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                ETag: {$ref: '#/components/headers/ETag'}
                Last-Modified: {$ref: '#/components/headers/Last-Modified'}
                Cache-Control: {$ref: '#/components/headers/Cache-Control'}
            BadRequest:
              description: 'The request cannot be read.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 400}, code: {const: BAD_REQUEST}}
                  examples:
                    BAD_REQUEST:
                      value:
                        code: BAD_REQUEST
                        detail: 'The body is not valid JSON.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 400
                        title: Bad Request
                        type: about:blank
            BadCursor:
              description: 'The request cannot be read, or its position is not one of this log.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 400}, code: {enum: [BAD_REQUEST, SYNC_CURSOR_INVALID]}}
                  examples:
                    BAD_REQUEST:
                      value:
                        code: BAD_REQUEST
                        detail: 'The body is not valid JSON.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 400
                        title: Bad Request
                        type: about:blank
                    SYNC_CURSOR_INVALID:
                      value:
                        code: SYNC_CURSOR_INVALID
                        detail: 'Cursor 991 is beyond the head of this log; take a snapshot.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 400
                        title: Bad Request
                        type: about:blank
            LoginRefused:
              description: 'Refused; `error` says why.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 400}, code: {const: BAD_REQUEST}}
                        required: [error, error_description]
                  examples:
                    BAD_REQUEST:
                      value:
                        code: BAD_REQUEST
                        detail: 'The name or the password is wrong.'
                        error: invalid_grant
                        error_description: 'The name or the password is wrong.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 400
                        title: Bad Request
                        type: about:blank
            NoHandshake:
              description: 'This is no WebSocket handshake.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                Upgrade: {required: true, schema: {type: string, const: websocket}}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 400}, code: {const: BAD_REQUEST}}
                  examples:
                    BAD_REQUEST:
                      value:
                        code: BAD_REQUEST
                        detail: 'This is a WebSocket; open it with a handshake of version 13.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 400
                        title: Bad Request
                        type: about:blank
            Unauthenticated:
              description: 'No good token.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                WWW-Authenticate: {required: true, schema: {type: string, pattern: '^Bearer'}}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 401}, code: {const: UNAUTHENTICATED}}
                  examples:
                    UNAUTHENTICATED:
                      value:
                        code: UNAUTHENTICATED
                        detail: 'The access token has expired; refresh it or log in.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 401
                        title: Unauthorized
                        type: about:blank
            Forbidden:
              description: 'The caller may see it but not do this.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 403}, code: {const: PERMISSION_DENIED}}
                  examples:
                    PERMISSION_DENIED:
                      value:
                        code: PERMISSION_DENIED
                        detail: 'Your role reader in this share does not allow that.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 403
                        title: Forbidden
                        type: about:blank
            DeviceInactive:
              description: 'The device is switched off.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 403}, code: {const: DEVICE_INACTIVE}}
                  examples:
                    DEVICE_INACTIVE:
                      value:
                        code: DEVICE_INACTIVE
                        detail: 'This device is switched off; switch it on again to go on.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 403
                        title: Forbidden
                        type: about:blank
            NotFound:
              description: 'Something is not there, or the caller may not know of it.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 404}, code: {const: NOT_FOUND}}
                  examples:
                    NOT_FOUND:
                      value:
                        code: NOT_FOUND
                        detail: 'The share was not found, or you may not see it.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 404
                        title: Not Found
                        type: about:blank
            NameConflict:
              description: 'It is taken.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 409}, code: {const: NAME_CONFLICT}}
                  examples:
                    NAME_CONFLICT:
                      value:
                        code: NAME_CONFLICT
                        detail: 'Another user has this name; choose another one.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 409
                        title: Conflict
                        type: about:blank
            SyncConflict:
              description: 'It was settled otherwise already.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 409}, code: {const: SYNC_CONFLICT}}
                  examples:
                    SYNC_CONFLICT:
                      value:
                        code: SYNC_CONFLICT
                        detail: 'This conflict was resolved with KEEP_BOTH already.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 409
                        title: Conflict
                        type: about:blank
            UploadConflict:
              description: 'The name is taken, or a chunk came just now.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 409}, code: {enum: [NAME_CONFLICT, SYNC_CONFLICT]}}
                  examples:
                    NAME_CONFLICT:
                      value:
                        code: NAME_CONFLICT
                        detail: '/film.mp4 has that name; choose another name or another folder.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 409
                        title: Conflict
                        type: about:blank
                    SYNC_CONFLICT:
                      value:
                        code: SYNC_CONFLICT
                        detail: 'A chunk was sent again just now; complete the upload once more.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 409
                        title: Conflict
                        type: about:blank
            ApplyConflict:
              description: 'A strict batch does not fit; nothing was changed.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 409}, code: {enum: [SYNC_CONFLICT, SYNC_VERSION_STALE]}}
                        required: [conflicts]
                  examples:
                    SYNC_CONFLICT:
                      value:
                        code: SYNC_CONFLICT
                        detail: 'This conflict was resolved with KEEP_BOTH already.'
                        conflicts: []
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 409
                        title: Conflict
                        type: about:blank
                    SYNC_VERSION_STALE:
                      value:
                        code: SYNC_VERSION_STALE
                        detail: '/héllo.txt has a newer version; fetch it, or name a conflict_resolution.'
                        conflicts: []
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 409
                        title: Conflict
                        type: about:blank
            Gone:
              description: 'It was there, and is no more.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 410}, code: {const: GONE}}
                  examples:
                    GONE:
                      value:
                        code: GONE
                        detail: 'This file is in the trash; restore it to read it.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 410
                        title: Gone
                        type: about:blank
            TooLarge:
              description: 'Over a limit, which `detail` names.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 413}, code: {const: PAYLOAD_TOO_LARGE}}
                  examples:
                    PAYLOAD_TOO_LARGE:
                      value:
                        code: PAYLOAD_TOO_LARGE
                        detail: 'The body is over the limit of 1048576 bytes; send less at once.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 413
                        title: Content Too Large
                        type: about:blank
            WrongType:
              description: 'Another `Content-Type` than expected.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 415}, code: {const: UNSUPPORTED_MEDIA_TYPE}}
                  examples:
                    UNSUPPORTED_MEDIA_TYPE:
                      value:
                        code: UNSUPPORTED_MEDIA_TYPE
                        detail: 'Send the body as application/json.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 415
                        title: Unsupported Media Type
                        type: about:blank
            RangeNotSatisfiable:
              description: 'The content has none of these bytes.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                Content-Range: {required: true, schema: {type: string, pattern: '^bytes \*/[0-9]+$'}}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 416}, code: {const: RANGE_NOT_SATISFIABLE}}
                  examples:
                    RANGE_NOT_SATISFIABLE:
                      value:
                        code: RANGE_NOT_SATISFIABLE
                        detail: 'The content has 11 bytes; ask for a range within.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 416
                        title: Range Not Satisfiable
                        type: about:blank
            Invalid:
              description: 'A parameter or member is missing or wrong.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 422}, code: {const: VALIDATION_FAILED}}
                  examples:
                    VALIDATION_FAILED:
                      value:
                        code: VALIDATION_FAILED
                        detail: 'query.limit: must be a whole number from 1 to 5000'
                        errors:
                          - loc: [query, limit]
                            msg: must be a whole number from 1 to 5000
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 422
                        title: Unprocessable Content
                        type: about:blank
            WrongBytes:
              description: 'Not what the hash or the frames say.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 422}, code: {enum: [VALIDATION_FAILED, CHECKSUM_MISMATCH]}}
                  examples:
                    VALIDATION_FAILED:
                      value:
                        code: VALIDATION_FAILED
                        detail: 'query.limit: must be a whole number from 1 to 5000'
                        errors:
                          - loc: [query, limit]
                            msg: must be a whole number from 1 to 5000
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 422
                        title: Unprocessable Content
                        type: about:blank
                    CHECKSUM_MISMATCH:
                      value:
                        code: CHECKSUM_MISMATCH
                        detail: 'The bytes sent for chunk b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9 have another hash; send them again.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 422
                        title: Unprocessable Content
                        type: about:blank
            NotWhole:
              description: 'Chunks are missing, or the whole is not what it should be.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 422}, code: {enum: [VALIDATION_FAILED, CONTENT_MISSING, CHECKSUM_MISMATCH]}}
                  examples:
                    VALIDATION_FAILED:
                      value:
                        code: VALIDATION_FAILED
                        detail: 'query.limit: must be a whole number from 1 to 5000'
                        errors:
                          - loc: [query, limit]
                            msg: must be a whole number from 1 to 5000
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 422
                        title: Unprocessable Content
                        type: about:blank
                    CONTENT_MISSING:
                      value:
                        code: CONTENT_MISSING
                        detail: 1 chunks of this upload must be sent first.
                        missing: [1]
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 422
                        title: Unprocessable Content
                        type: about:blank
                    CHECKSUM_MISMATCH:
                      value:
                        code: CHECKSUM_MISMATCH
                        detail: 'The bytes sent for chunk b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9 have another hash; send them again.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 422
                        title: Unprocessable Content
                        type: about:blank
            RateLimited:
              description: 'Too much at once.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
                RateLimit-Limit: {schema: {type: integer, minimum: 1}}
                RateLimit-Remaining: {schema: {type: integer, minimum: 0}}
                RateLimit-Reset: {schema: {type: integer, minimum: 0}}
                Retry-After: {required: true, schema: {type: integer, minimum: 1}}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 429}, code: {const: RATE_LIMITED}}
                  examples:
                    RATE_LIMITED:
                      value:
                        code: RATE_LIMITED
                        detail: 'Too many failed logins; try again in 42 seconds.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 429
                        title: Too Many Requests
                        type: about:blank
            Internal:
              description: 'A fault of the server.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 500}, code: {const: INTERNAL}}
                  examples:
                    INTERNAL:
                      value:
                        code: INTERNAL
                        detail: 'Something went wrong inside the server; its log has more under this request id.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 500
                        title: Internal Server Error
                        type: about:blank
            Unavailable:
              description: 'A store does not answer, or the server is stopping: try again.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 503}, code: {const: UNAVAILABLE}}
                  examples:
                    UNAVAILABLE:
                      value:
                        code: UNAVAILABLE
                        detail: 'The server''s store does not answer; try again later.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 503
                        title: Service Unavailable
                        type: about:blank
            Full:
              description: 'No room in the share or on the disk.'
              headers:
                X-Request-Id: {$ref: '#/components/headers/X-Request-Id'}
              content:
                application/problem+json:
                  schema:
                    allOf:
                      - {$ref: '#/components/schemas/Problem'}
                      - properties: {status: {const: 507}, code: {const: QUOTA_EXCEEDED}}
                  examples:
                    QUOTA_EXCEEDED:
                      value:
                        code: QUOTA_EXCEEDED
                        detail: 'The server''s disk is full; nothing was stored. Try again later.'
                        request_id: 01M84BH4JHQASJ0JGEQVPQK3NE
                        status: 507
                        title: Insufficient Storage
                        type: about:blank

          schemas:
            TenantID: {type: string, pattern: '^tnt_[0-7][0-9A-HJKMNP-TV-Z]{25}$'}
            UserID: {type: string, pattern: '^usr_[0-7][0-9A-HJKMNP-TV-Z]{25}$'}
            ShareID: {type: string, pattern: '^shr_[0-7][0-9A-HJKMNP-TV-Z]{25}$'}
            FileID: {type: string, pattern: '^fil_[0-7][0-9A-HJKMNP-TV-Z]{25}$'}
            FolderID: {type: string, pattern: '^fld_[0-7][0-9A-HJKMNP-TV-Z]{25}$'}
            NodeID: {type: string, pattern: '^(fil|fld)_[0-7][0-9A-HJKMNP-TV-Z]{25}$'}
            VersionID: {type: string, pattern: '^ver_[0-7][0-9A-HJKMNP-TV-Z]{25}$'}
            VersionName: {type: string, pattern: '^(ver_[0-7][0-9A-HJKMNP-TV-Z]{25}|[0-9]{1,18})$'}
            UploadID: {type: string, pattern: '^upl_[0-7][0-9A-HJKMNP-TV-Z]{25}$'}
            ChangeID: {type: string, pattern: '^chg_[0-7][0-9A-HJKMNP-TV-Z]{25}$'}
            ConflictID: {type: string, pattern: '^cfl_[0-7][0-9A-HJKMNP-TV-Z]{25}$'}
            DeviceID:
              description: Chosen by the client; typically a UUID.
              type: string
              minLength: 1
              maxLength: 128
            Time:
              description: RFC 3339 in UTC, ending in `Z`.
              type: string
              format: date-time
              pattern: 'Z$'
              examples: ['2026-11-23T13:46:50.660054Z']
            AnyTime:
              description: RFC 3339 with any offset, in the years from 1678 to 2261. More than nine decimals are cut.
              type: string
              format: date-time
              pattern: '^(167[89]|16[89][0-9]|1[789][0-9]{2}|2[01][0-9]{2}|22[0-5][0-9]|226[01])-'
            Hash:
              description: SHA-256 in hexadecimal digits; answers have lower case.
              type: string
              pattern: '^[0-9A-Fa-f]{64}$'
            ETag:
              description: An entity tag.
              type: string
              pattern: '^"[0-9a-f]{64}"$'
            Position:
              description: A place in the log. Positions only grow; take them as they come.
              type: integer
              format: int64
              minimum: 0
              maximum: 9007199254740991
            PageToken:
              description: Opaque.
              type: string
              pattern: '^[0-9]+\.(fil|fld)_[0-7][0-9A-HJKMNP-TV-Z]{25}\.[0-9a-f]{16}$'
            Name:
              description: |
                The name of a file or folder: 1 to 255 bytes, any text but `.`, `..` and what has a `/` or a NUL in it. Kept in
                normalization form C. Two names are equal when their full case folding is.
              type: string
              minLength: 1
              maxLength: 255
              pattern: '^[^/\x00]+$'
              not: {enum: ['.', '..']}
            Path:
              description: 'Names from the root of the share down, such as `/Plans/a.txt`: 4,096 bytes and 128 names at most.'
              type: string
              minLength: 2
              maxLength: 4096
              pattern: '^(/[^/\x00]+)+$'
            MimeType:
              description: A media type, of printable ASCII characters.
              type: string
              maxLength: 255
              pattern: '^[ -~]*/[ -~]*$'
            Resolution:
              type: string
              enum: [LAST_WRITER_WINS, KEEP_BOTH, SERVER_WINS, CLIENT_WINS, MANUAL]
            ResourceType: {type: string, enum: [file, folder, share]}
            ChangeType: {type: string, enum: [created, updated, deleted, moved, renamed]}
            Role: {type: string, enum: [reader, contributor, admin, owner]}
            GivenRole: {type: string, enum: [reader, contributor, admin]}
            ErrorCode:
              type: string
              enum:
                - SYNC_CONFLICT
                - SYNC_VERSION_STALE
                - SYNC_CURSOR_INVALID
                - NOT_FOUND
                - BAD_REQUEST
                - UNAUTHENTICATED
                - PERMISSION_DENIED
                - DEVICE_INACTIVE
                - METHOD_NOT_ALLOWED
                - NAME_CONFLICT
                - GONE
                - PAYLOAD_TOO_LARGE
                - UNSUPPORTED_MEDIA_TYPE
                - RANGE_NOT_SATISFIABLE
                - VALIDATION_FAILED
                - CONTENT_MISSING
                - CHECKSUM_MISMATCH
                - RATE_LIMITED
                - INTERNAL
                - UNAVAILABLE
                - QUOTA_EXCEEDED
                - BATCH_UNDONE
            Problem:
              description: An error, by RFC 9457.
              type: object
              required: [type, title, status, code, detail, request_id]
              properties:
                type: {const: 'about:blank'}
                title: {type: string, minLength: 1}
                status: {type: integer, minimum: 400, maximum: 599}
                code: {$ref: '#/components/schemas/ErrorCode'}
                detail: {description: For people. Says what is wrong and what to do., type: string, minLength: 1}
                request_id: {type: string, minLength: 1}
                errors:
                  description: With `VALIDATION_FAILED`, what is wrong where.
                  type: array
                  items:
                    type: object
                    required: [loc, msg]
                    properties:
                      loc: {type: array, items: {type: string}}
                      msg: {type: string}
                missing:
                  description: With `CONTENT_MISSING`, hashes of chunks; of an upload their indexes.
                  type: array
                  items: {anyOf: [{$ref: '#/components/schemas/Hash'}, {type: integer, minimum: 0}]}
                conflicts:
                  description: With a refused strict batch.
                  type: array
                  items: {$ref: '#/components/schemas/Conflict'}
                error:
                  description: With a refused login, by RFC 6749.
                  enum: [invalid_grant, invalid_request, unsupported_grant_type]
                error_description: {type: string}

            LoginForm:
              description: 16 KiB at most.
              oneOf:
                - title: Password
                  type: object
                  required: [grant_type, username, password]
                  properties:
                    grant_type: {const: password}
                    username: {description: The name or the e-mail., type: string, minLength: 1}
                    password: {type: string, minLength: 1}
                - title: Refresh token
                  type: object
                  required: [grant_type, refresh_token]
                  properties:
                    grant_type: {const: refresh_token}
                    refresh_token: {type: string, minLength: 1}
            TokenAnswer:
              type: object
              required: [access_token, token_type, expires_in, refresh_token]
              properties:
                access_token: {type: string, pattern: '^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$'}
                token_type: {const: Bearer}
                expires_in: {type: integer, minimum: 1}
                refresh_token: {type: string, pattern: '^[A-Za-z0-9_-]{43}$'}
            KeySet:
              type: object
              required: [keys]
              properties:
                keys:
                  type: array
                  minItems: 1
                  items:
                    type: object
                    required: [alg, crv, kid, kty, use, x, y]
                    properties:
                      alg: {const: ES256}
                      crv: {const: P-256}
                      kid: {type: string, minLength: 1}
                      kty: {const: EC}
                      use: {const: sig}
                      x: {type: string, pattern: '^[A-Za-z0-9_-]{43}$'}
                      y: {type: string, pattern: '^[A-Za-z0-9_-]{43}$'}

            Config:
              type: object
              required: [server, auth, limits, chunking, retention, features]
              properties:
                server:
                  type: object
                  required: [name, version, time]
                  properties:
                    name: {type: string, minLength: 1}
                    version: {type: string, minLength: 1}
                    time: {description: 'The server''s clock, for `client_time`.', $ref: '#/components/schemas/Time'}
                auth:
                  type: object
                  required: [issuer, external_issuer, grant_types]
                  properties:
                    issuer: {description: '`iss` of the server''s own tokens.', type: string}
                    external_issuer:
                      description: '`iss` of another issuer whose tokens are taken too.'
                      type: [string, 'null']
                    grant_types: {type: array, items: {enum: [password, refresh_token]}}
                limits: {$ref: '#/components/schemas/Limits'}
                chunking:
                  type: object
                  required: [algorithm, bytes_min, bytes_average, bytes_max]
                  properties:
                    algorithm: {const: fastcdc}
                    bytes_min: {type: integer, minimum: 1}
                    bytes_average: {type: integer, minimum: 1}
                    bytes_max: {type: integer, minimum: 1}
                retention:
                  type: object
                  required: [outcome_seconds, chunk_grant_seconds, log_seconds, trash_seconds]
                  properties:
                    outcome_seconds: {description: A `client_change_id` is remembered., type: integer, minimum: 0}
                    chunk_grant_seconds: {description: A chunk may be named by who sent it., type: integer, minimum: 0}
                    log_seconds: {description: 'A row of the log, and longer while a device at work has not read it.', type: integer, minimum: 1}
                    trash_seconds: {description: The content of a thing in the trash., type: integer, minimum: 1}
                features:
                  description: What this server can do that another one of the same protocol might not; new ones may appear.
                  type: array
                  items: {type: string}
            Limits:
              type: object
              required:
                - apply_body_bytes_max
                - apply_changes_max
                - bulk_download_file_bytes_max
                - bulk_download_items_max
                - chunk_batch_bytes_max
                - chunk_batch_count_max
                - chunk_bytes_max
                - client_change_id_bytes_max
                - depth_max
                - device_id_characters_max
                - devices_per_user_max
                - file_bytes_max
                - json_body_bytes_max
                - list_rows_max
                - missing_hashes_max
                - name_bytes_max
                - page_rows_default
                - page_rows_max
                - path_bytes_max
                - requests_per_minute
                - socket_frame_bytes_max
                - socket_ping_seconds
                - sockets_per_user_max
                - wait_seconds_max
              properties:
                apply_body_bytes_max: {type: integer, minimum: 1}
                apply_changes_max: {type: integer, minimum: 1}
                bulk_download_file_bytes_max: {type: integer, minimum: 1}
                bulk_download_items_max: {type: integer, minimum: 1}
                chunk_batch_bytes_max: {type: integer, minimum: 1}
                chunk_batch_count_max: {type: integer, minimum: 1}
                chunk_bytes_max: {type: integer, minimum: 1}
                client_change_id_bytes_max: {type: integer, minimum: 1}
                depth_max: {type: integer, minimum: 1}
                device_id_characters_max: {type: integer, minimum: 1}
                devices_per_user_max: {type: integer, minimum: 1}
                file_bytes_max: {type: integer, minimum: 1}
                json_body_bytes_max: {type: integer, minimum: 1}
                list_rows_max: {type: integer, minimum: 1}
                missing_hashes_max: {type: integer, minimum: 1}
                name_bytes_max: {type: integer, minimum: 1}
                page_rows_default: {type: integer, minimum: 1}
                page_rows_max: {type: integer, minimum: 1}
                path_bytes_max: {type: integer, minimum: 1}
                requests_per_minute: {type: [integer, 'null'], minimum: 1}
                socket_frame_bytes_max: {type: integer, minimum: 1}
                socket_ping_seconds: {type: integer, minimum: 1}
                sockets_per_user_max: {type: integer, minimum: 1}
                wait_seconds_max: {type: integer, minimum: 1}

            UserName:
              description: 1 to 64 bytes without `@`, spaces and control characters.
              type: string
              minLength: 1
              maxLength: 64
              pattern: '^[^@ \x00-\x1F\x7F-\x9F]+$'
            Email:
              description: At most 254 bytes.
              type: string
              maxLength: 254
              pattern: '^[^@ \x00-\x1F\x7F-\x9F]+(@[^@ \x00-\x1F\x7F-\x9F]+)+$'
            Password:
              description: 8 to 1,024 bytes.
              type: string
              minLength: 8
              maxLength: 1024
            User:
              type: object
              required: [id, tenant_id, name, email, is_admin, status, created_at]
              properties:
                id: {$ref: '#/components/schemas/UserID'}
                tenant_id: {$ref: '#/components/schemas/TenantID'}
                name: {type: string}
                email: {type: string}
                is_admin: {type: boolean}
                status: {enum: [active, suspended]}
                created_at: {$ref: '#/components/schemas/Time'}
            UserList:
              type: object
              required: [users, total]
              properties:
                users: {type: array, items: {$ref: '#/components/schemas/User'}}
                total: {type: integer, minimum: 0}
            NewUser:
              type: object
              required: [name, email, password]
              properties:
                name: {$ref: '#/components/schemas/UserName'}
                email: {$ref: '#/components/schemas/Email'}
                password: {$ref: '#/components/schemas/Password'}
                is_admin: {type: [boolean, 'null'], default: false}
            UserPatch:
              type: object
              properties:
                status: {enum: [active, suspended, null]}
                name: {anyOf: [{$ref: '#/components/schemas/UserName'}, {type: 'null'}]}
                password: {anyOf: [{$ref: '#/components/schemas/Password'}, {type: 'null'}]}

            Share:
              type: object
              required: [id, name, type, role, owner_id, quota_bytes, used_bytes, created_at]
              properties:
                id: {$ref: '#/components/schemas/ShareID'}
                name: {type: string, minLength: 1}
                type: {const: team}
                role: {description: The caller's., $ref: '#/components/schemas/Role'}
                owner_id: {$ref: '#/components/schemas/UserID'}
                quota_bytes: {type: [integer, 'null'], format: int64, minimum: 0}
                used_bytes: {type: integer, format: int64, minimum: 0}
                created_at: {$ref: '#/components/schemas/Time'}
            ShareList:
              type: object
              required: [shares, total]
              properties:
                shares: {type: array, items: {$ref: '#/components/schemas/Share'}}
                total: {type: integer, minimum: 0}
            ShareName:
              description: 1 to 255 bytes without control characters.
              type: string
              minLength: 1
              maxLength: 255
              pattern: '^[^\x00-\x1F\x7F-\x9F]+$'
            Quota:
              description: How many bytes of content may be in the share; null for no bound.
              type: [integer, 'null']
              format: int64
              minimum: 0
              maximum: 9223372036854775807
            NewShare:
              type: object
              required: [name]
              properties:
                name: {$ref: '#/components/schemas/ShareName'}
                quota_bytes: {$ref: '#/components/schemas/Quota'}
            SharePatch:
              type: object
              properties:
                name: {anyOf: [{$ref: '#/components/schemas/ShareName'}, {type: 'null'}]}
                quota_bytes: {$ref: '#/components/schemas/Quota'}
            Member:
              type: object
              required: [user_id, email, name, role, created_at]
              properties:
                user_id: {$ref: '#/components/schemas/UserID'}
                email: {type: string}
                name: {type: string}
                role: {$ref: '#/components/schemas/Role'}
                created_at: {$ref: '#/components/schemas/Time'}
            MemberList:
              type: object
              required: [members, total]
              properties:
                members: {type: array, items: {$ref: '#/components/schemas/Member'}}
                total: {type: integer, minimum: 0}
            NewMember:
              type: object
              required: [role]
              properties:
                user_id: {type: [string, 'null']}
                email: {type: [string, 'null']}
                role: {$ref: '#/components/schemas/GivenRole'}
              anyOf:
                - {required: [user_id], properties: {user_id: {type: string}}}
                - {required: [email], properties: {email: {type: string}}}
            MemberPatch:
              type: object
              required: [role]
              properties:
                role: {$ref: '#/components/schemas/GivenRole'}

            Device:
              type: object
              required: [device_id, device_name, platform, client_version, is_active, last_seen_at, created_at, user_id]
              properties:
                device_id: {$ref: '#/components/schemas/DeviceID'}
                device_name: {type: string, minLength: 1}
                platform: {$ref: '#/components/schemas/Platform'}
                client_version: {type: string}
                is_active: {type: boolean}
                last_seen_at: {anyOf: [{$ref: '#/components/schemas/Time'}, {type: 'null'}]}
                created_at: {$ref: '#/components/schemas/Time'}
                user_id: {$ref: '#/components/schemas/UserID'}
            Platform: {type: string, enum: [windows, macos, linux, ios, android, web, cli]}
            DeviceName:
              description: 1 to 128 bytes without control characters.
              type: string
              minLength: 1
              maxLength: 128
              pattern: '^[^\x00-\x1F\x7F-\x9F]+$'
            NewDevice:
              type: object
              required: [device_id, device_name, platform, client_version]
              properties:
                device_id: {$ref: '#/components/schemas/DeviceID'}
                device_name: {$ref: '#/components/schemas/DeviceName'}
                platform: {$ref: '#/components/schemas/Platform'}
                client_version:
                  description: A semantic version (semver.org).
                  type: string
                  maxLength: 64
                  pattern: '^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$'
            DevicePatch:
              type: object
              properties:
                device_name: {anyOf: [{$ref: '#/components/schemas/DeviceName'}, {type: 'null'}]}
                is_active: {type: [boolean, 'null']}

            Preference:
              type: object
              required:
                [device_id, share_id, sync_enabled, selected_folders, excluded_folders, selected_folder_ids,
                 excluded_folder_ids, updated_at]
              properties:
                device_id: {$ref: '#/components/schemas/DeviceID'}
                share_id: {$ref: '#/components/schemas/ShareID'}
                sync_enabled: {type: boolean}
                selected_folders: {description: 'Empty, the whole share.', $ref: '#/components/schemas/ChosenFolders'}
                excluded_folders: {$ref: '#/components/schemas/ChosenFolders'}
                selected_folder_ids:
                  {description: 'The same by id, in the same order.', $ref: '#/components/schemas/ChosenFolderIDs'}
                excluded_folder_ids: {$ref: '#/components/schemas/ChosenFolderIDs'}
                updated_at: {anyOf: [{$ref: '#/components/schemas/Time'}, {type: 'null'}]}
            ChosenFolderIDs:
              type: array
              maxItems: 1000
              items: {type: string, pattern: '^fld_[0-7][0-9A-HJKMNP-TV-Z]{25}$'}
            ChosenFolders:
              description: Paths, or ids.
              type: array
              maxItems: 1000
              items: {type: string, pattern: '^((/[^/\x00]+)+|fld_[0-7][0-9A-HJKMNP-TV-Z]{25})$'}
            PreferencePatch:
              type: object
              properties:
                sync_enabled: {type: [boolean, 'null']}
                selected_folders: {anyOf: [{$ref: '#/components/schemas/ChosenFolders'}, {type: 'null'}]}
                excluded_folders: {anyOf: [{$ref: '#/components/schemas/ChosenFolders'}, {type: 'null'}]}
            PreferencesPatch:
              type: object
              required: [preferences]
              properties:
                preferences:
                  type: array
                  maxItems: 1000
                  items:
                    description: What one share is to be.
                    type: object
                    required: [share_id]
                    properties:
                      share_id: {$ref: '#/components/schemas/ShareID'}
                      sync_enabled: {type: [boolean, 'null']}
                      selected_folders: {anyOf: [{$ref: '#/components/schemas/ChosenFolders'}, {type: 'null'}]}
                      excluded_folders: {anyOf: [{$ref: '#/components/schemas/ChosenFolders'}, {type: 'null'}]}

            Metadata:
              description: |
                Of a file all of the first five; of a folder nothing; of a membership the user and, unless it ended, the role.
              type: object
              properties:
                size: {description: Bytes., type: integer, format: int64, minimum: 0}
                mime_type: {type: string}
                checksum_sha256: {$ref: '#/components/schemas/Hash'}
                modified_at: {$ref: '#/components/schemas/Time'}
                executable: {type: boolean}
                user_id: {$ref: '#/components/schemas/UserID'}
                role: {$ref: '#/components/schemas/Role'}
            Change:
              description: A row of the log.
              type: object
              required:
                - id
                - tenant_id
                - share_id
                - resource_type
                - resource_id
                - change_type
                - changed_by
                - changed_at
                - old_path
                - new_path
                - version_id
                - metadata
                - position
                - parent_id
                - device_id
              properties:
                id: {$ref: '#/components/schemas/ChangeID'}
                tenant_id: {$ref: '#/components/schemas/TenantID'}
                share_id: {$ref: '#/components/schemas/ShareID'}
                resource_type: {$ref: '#/components/schemas/ResourceType'}
                resource_id: {type: string, pattern: '^(fil|fld|shr)_[0-7][0-9A-HJKMNP-TV-Z]{25}$'}
                change_type: {$ref: '#/components/schemas/ChangeType'}
                changed_by: {$ref: '#/components/schemas/UserID'}
                changed_at: {$ref: '#/components/schemas/Time'}
                old_path: {type: [string, 'null'], pattern: '^/'}
                new_path: {type: [string, 'null'], pattern: '^/'}
                version_id: {anyOf: [{$ref: '#/components/schemas/VersionID'}, {type: 'null'}]}
                metadata: {$ref: '#/components/schemas/Metadata'}
                position: {$ref: '#/components/schemas/Position'}
                parent_id: {description: null at the root., anyOf: [{$ref: '#/components/schemas/FolderID'}, {type: 'null'}]}
                device_id: {description: Of the device that made it., type: [string, 'null']}
            ChangesPage:
              type: object
              required: [changes, cursor, has_more, share_id]
              properties:
                changes: {type: array, maxItems: 5000, items: {$ref: '#/components/schemas/Change'}}
                cursor: {$ref: '#/components/schemas/Position'}
                has_more: {type: boolean}
                share_id: {anyOf: [{$ref: '#/components/schemas/ShareID'}, {type: 'null'}]}
            SnapshotEntry:
              type: object
              required: [resource_type, resource_id, parent_id, path, name, version_id, metadata]
              properties:
                resource_type: {enum: [file, folder]}
                resource_id: {$ref: '#/components/schemas/NodeID'}
                parent_id: {anyOf: [{$ref: '#/components/schemas/FolderID'}, {type: 'null'}]}
                path: {type: string, pattern: '^/'}
                name: {type: string, minLength: 1}
                version_id: {anyOf: [{$ref: '#/components/schemas/VersionID'}, {type: 'null'}]}
                metadata: {$ref: '#/components/schemas/Metadata'}
            SnapshotPage:
              type: object
              required: [entries, next_page_token, cursor, has_more]
              properties:
                entries: {type: array, maxItems: 5000, items: {$ref: '#/components/schemas/SnapshotEntry'}}
                next_page_token: {anyOf: [{$ref: '#/components/schemas/PageToken'}, {type: 'null'}]}
                cursor: {$ref: '#/components/schemas/Position'}
                has_more: {type: boolean}
            SnapshotEnd:
              description: The last line of a snapshot in one answer.
              type: object
              required: [complete, count, cursor]
              properties:
                complete: {const: true}
                count: {description: Lines before this one., type: integer, minimum: 0}
                cursor: {$ref: '#/components/schemas/Position'}
            SyncStatus:
              type: object
              required: [cursor_position, last_sync_at, pending_changes, has_conflicts, head_position]
              properties:
                cursor_position: {$ref: '#/components/schemas/Position'}
                last_sync_at: {anyOf: [{$ref: '#/components/schemas/Time'}, {type: 'null'}]}
                pending_changes: {type: integer, minimum: 0, maximum: 100000}
                has_conflicts: {type: boolean}
                head_position: {$ref: '#/components/schemas/Position'}
            CursorAnswer:
              type: object
              required: [cursor_position, last_sync_at]
              properties:
                cursor_position: {$ref: '#/components/schemas/Position'}
                last_sync_at: {anyOf: [{$ref: '#/components/schemas/Time'}, {type: 'null'}]}

            Chunk:
              type: object
              required: [hash, size]
              properties:
                hash: {$ref: '#/components/schemas/Hash'}
                size: {type: integer, minimum: 1, maximum: 8388608}
            ProposedMetadata:
              type: object
              properties:
                size: {description: Bytes; must be the sum of the chunks., type: [integer, 'null'], format: int64, minimum: 0}
                mime_type:
                  description: Absent, it is found by the name.
                  anyOf: [{$ref: '#/components/schemas/MimeType'}, {type: 'null'}]
                checksum_sha256:
                  description: Absent, it is computed.
                  anyOf: [{$ref: '#/components/schemas/Hash'}, {type: 'null'}]
                modified_at: {anyOf: [{$ref: '#/components/schemas/AnyTime'}, {type: 'null'}]}
                executable: {type: [boolean, 'null'], default: false}
                chunks:
                  type: [array, 'null']
                  maxItems: 1000000
                  items: {$ref: '#/components/schemas/Chunk'}
            ProposedChange:
              type: object
              required: [resource_type, change_type]
              properties:
                client_change_id: {description: 1 to 128 bytes., type: [string, 'null'], minLength: 1, maxLength: 128}
                resource_type: {enum: [file, folder]}
                resource_id: {anyOf: [{$ref: '#/components/schemas/NodeID'}, {type: 'null'}]}
                change_type: {$ref: '#/components/schemas/ChangeType'}
                version_id: {anyOf: [{$ref: '#/components/schemas/VersionID'}, {type: 'null'}]}
                base_version_id: {anyOf: [{$ref: '#/components/schemas/VersionID'}, {type: 'null'}]}
                old_path: {anyOf: [{$ref: '#/components/schemas/Path'}, {type: 'null'}]}
                new_path: {anyOf: [{$ref: '#/components/schemas/Path'}, {type: 'null'}]}
                parent_id:
                  description: null is the root; absent, the paths say where.
                  anyOf: [{$ref: '#/components/schemas/FolderID'}, {type: 'null'}]
                name: {anyOf: [{$ref: '#/components/schemas/Name'}, {type: 'null'}]}
                metadata: {anyOf: [{$ref: '#/components/schemas/ProposedMetadata'}, {type: 'null'}]}
            Batch:
              type: object
              required: [device_id, share_id, changes]
              properties:
                device_id: {$ref: '#/components/schemas/DeviceID'}
                share_id: {$ref: '#/components/schemas/ShareID'}
                conflict_resolution:
                  description: Absent or null, the batch is strict.
                  anyOf: [{$ref: '#/components/schemas/Resolution'}, {type: 'null'}]
                changes: {type: array, maxItems: 1000, items: {$ref: '#/components/schemas/ProposedChange'}}
                base_cursor: {anyOf: [{$ref: '#/components/schemas/Position'}, {type: 'null'}]}
                client_time: {anyOf: [{$ref: '#/components/schemas/AnyTime'}, {type: 'null'}]}
                dry_run: {type: [boolean, 'null'], default: false}
                atomic: {type: [boolean, 'null'], default: false}
                whole_share: {type: [boolean, 'null'], default: false}
            Applied:
              type: object
              required:
                - client_change_id
                - resource_type
                - resource_id
                - change_type
                - change_id
                - position
                - version_id
                - path
                - outcome
              properties:
                client_change_id: {type: [string, 'null']}
                resource_type: {enum: [file, folder]}
                resource_id: {$ref: '#/components/schemas/NodeID'}
                change_type: {description: What happened, whatever was asked for., $ref: '#/components/schemas/ChangeType'}
                change_id: {anyOf: [{$ref: '#/components/schemas/ChangeID'}, {type: 'null'}]}
                position: {anyOf: [{$ref: '#/components/schemas/Position'}, {type: 'null'}]}
                version_id: {anyOf: [{$ref: '#/components/schemas/VersionID'}, {type: 'null'}]}
                path: {type: [string, 'null'], pattern: '^/'}
                outcome: {enum: [applied, unchanged, merged, renamed, replayed]}
            Rejected:
              type: object
              required: [client_change_id, index, code, detail]
              properties:
                client_change_id: {type: [string, 'null']}
                index: {description: Its place in the batch., type: integer, minimum: 0, maximum: 999}
                code: {$ref: '#/components/schemas/ErrorCode'}
                detail: {type: string, minLength: 1}
                missing:
                  description: With `CONTENT_MISSING`.
                  type: array
                  items: {$ref: '#/components/schemas/Hash'}
            ApplyAnswer:
              type: object
              required: [applied, conflicts, rejected, cursor]
              properties:
                applied: {type: array, maxItems: 1000, items: {$ref: '#/components/schemas/Applied'}}
                conflicts: {type: array, items: {$ref: '#/components/schemas/Conflict'}}
                rejected: {type: array, maxItems: 1000, items: {$ref: '#/components/schemas/Rejected'}}
                cursor: {$ref: '#/components/schemas/Position'}
            Conflict:
              type: object
              required:
                - id
                - share_id
                - device_id
                - resource_type
                - resource_id
                - path
                - conflict_type
                - base_version_id
                - local_version_id
                - server_version_id
                - status
                - resolution
                - resolved_by
                - resolved_at
                - created_at
                - copy_id
                - copy_path
              properties:
                id: {$ref: '#/components/schemas/ConflictID'}
                share_id: {$ref: '#/components/schemas/ShareID'}
                device_id: {type: [string, 'null']}
                resource_type: {enum: [file, folder]}
                resource_id: {$ref: '#/components/schemas/NodeID'}
                path: {type: string, pattern: '^/'}
                conflict_type:
                  enum:
                    - edit_edit
                    - edit_delete
                    - delete_edit
                    - name_collision
                    - move_move
                    - move_delete
                    - parent_deleted
                    - cycle
                base_version_id: {anyOf: [{$ref: '#/components/schemas/VersionID'}, {type: 'null'}]}
                local_version_id:
                  description: Holds the client's content.
                  anyOf: [{$ref: '#/components/schemas/VersionID'}, {type: 'null'}]
                server_version_id: {anyOf: [{$ref: '#/components/schemas/VersionID'}, {type: 'null'}]}
                status: {enum: [open, resolved]}
                resolution: {anyOf: [{$ref: '#/components/schemas/Resolution'}, {type: 'null'}]}
                resolved_by: {anyOf: [{$ref: '#/components/schemas/UserID'}, {type: 'null'}]}
                resolved_at: {anyOf: [{$ref: '#/components/schemas/Time'}, {type: 'null'}]}
                created_at: {$ref: '#/components/schemas/Time'}
                client_change_id: {description: In the answer of `apply`., type: string}
                copy_id:
                  description: The conflicted copy, where one was made.
                  anyOf: [{$ref: '#/components/schemas/NodeID'}, {type: 'null'}]
                copy_path:
                  description: Where the copy is today; null when it is in the trash or gone.
                  type: [string, 'null']
                  pattern: '^/'

            Hashes:
              type: object
              required: [share_id, hashes]
              properties:
                share_id: {$ref: '#/components/schemas/ShareID'}
                hashes: {type: array, maxItems: 10000, items: {$ref: '#/components/schemas/Hash'}}
            MissingAnswer:
              type: object
              required: [missing]
              properties:
                missing: {type: array, maxItems: 10000, items: {$ref: '#/components/schemas/Hash'}}
            Manifest:
              type: object
              required: [file_id, version_id, size, checksum_sha256, chunks]
              properties:
                file_id: {$ref: '#/components/schemas/FileID'}
                version_id: {$ref: '#/components/schemas/VersionID'}
                size: {type: integer, format: int64, minimum: 0}
                checksum_sha256: {$ref: '#/components/schemas/Hash'}
                chunks: {type: array, items: {$ref: '#/components/schemas/Chunk'}}
            WantedFiles:
              type: object
              required: [share_id, items]
              properties:
                share_id: {$ref: '#/components/schemas/ShareID'}
                items:
                  type: array
                  maxItems: 5000
                  items:
                    type: object
                    required: [file_id]
                    properties:
                      file_id: {type: string}
                      version_id: {description: Absent, the newest., type: [string, 'null']}

            File:
              type: object
              required:
                - resource_type
                - id
                - share_id
                - folder_id
                - name
                - path
                - size
                - mime_type
                - checksum_sha256
                - version_id
                - version_number
                - executable
                - modified_at
                - created_at
                - updated_at
                - created_by
                - trashed_at
              properties:
                resource_type: {const: file}
                id: {$ref: '#/components/schemas/FileID'}
                share_id: {$ref: '#/components/schemas/ShareID'}
                folder_id: {description: null at the root., anyOf: [{$ref: '#/components/schemas/FolderID'}, {type: 'null'}]}
                name: {type: string, minLength: 1}
                path: {type: string, pattern: '^/'}
                size: {description: Bytes., type: integer, format: int64, minimum: 0}
                mime_type: {type: string}
                checksum_sha256: {$ref: '#/components/schemas/Hash'}
                version_id: {$ref: '#/components/schemas/VersionID'}
                version_number: {type: integer, minimum: 1}
                executable: {type: boolean}
                modified_at: {description: As the client said., $ref: '#/components/schemas/Time'}
                created_at: {$ref: '#/components/schemas/Time'}
                updated_at: {description: When its content or its place last changed., $ref: '#/components/schemas/Time'}
                created_by: {description: Who wrote its first version., anyOf: [{$ref: '#/components/schemas/UserID'}, {type: 'null'}]}
                trashed_at: {anyOf: [{$ref: '#/components/schemas/Time'}, {type: 'null'}]}
            Folder:
              type: object
              required: [resource_type, id, share_id, parent_id, name, path, created_at, updated_at, trashed_at]
              properties:
                resource_type: {const: folder}
                id: {$ref: '#/components/schemas/FolderID'}
                share_id: {$ref: '#/components/schemas/ShareID'}
                parent_id: {description: null at the root., anyOf: [{$ref: '#/components/schemas/FolderID'}, {type: 'null'}]}
                name: {type: string, minLength: 1}
                path: {type: string, pattern: '^/'}
                created_at: {$ref: '#/components/schemas/Time'}
                updated_at: {description: When its place last changed., $ref: '#/components/schemas/Time'}
                trashed_at: {anyOf: [{$ref: '#/components/schemas/Time'}, {type: 'null'}]}
            Node:
              description: A file or a folder, told apart by `resource_type`.
              anyOf: [{$ref: '#/components/schemas/File'}, {$ref: '#/components/schemas/Folder'}]
            FileForm:
              type: object
              required: [share_id, file]
              properties:
                share_id: {$ref: '#/components/schemas/ShareID'}
                folder_id: {description: Absent, empty or `root`, the root of the share., type: string, pattern: '^(root|fld_[0-7][0-9A-HJKMNP-TV-Z]{25})?$'}
                modified_at: {$ref: '#/components/schemas/AnyTime'}
                mime_type: {$ref: '#/components/schemas/MimeType'}
                checksum_sha256: {description: Compared with what came., $ref: '#/components/schemas/Hash'}
                file: {description: The content., type: string, format: binary}
            FilePatch:
              type: object
              properties:
                name: {anyOf: [{$ref: '#/components/schemas/Name'}, {type: 'null'}]}
                folder_id: {anyOf: [{$ref: '#/components/schemas/FolderID'}, {enum: [root, null]}]}
            NewFolder:
              type: object
              required: [share_id, name]
              properties:
                share_id: {$ref: '#/components/schemas/ShareID'}
                parent_id: {anyOf: [{$ref: '#/components/schemas/FolderID'}, {enum: [root, null]}]}
                name: {$ref: '#/components/schemas/Name'}
            PlacePatch:
              type: object
              properties:
                name: {anyOf: [{$ref: '#/components/schemas/Name'}, {type: 'null'}]}
                parent_id: {anyOf: [{$ref: '#/components/schemas/FolderID'}, {enum: [root, null]}]}
            Version:
              type: object
              required:
                - version_id
                - version_number
                - size
                - checksum_sha256
                - mime_type
                - executable
                - modified_at
                - created_at
                - created_by
                - device_id
                - is_head
              properties:
                version_id: {$ref: '#/components/schemas/VersionID'}
                version_number: {type: integer, minimum: 1}
                size: {type: integer, format: int64, minimum: 0}
                checksum_sha256: {$ref: '#/components/schemas/Hash'}
                mime_type: {type: string}
                executable: {type: boolean}
                modified_at: {$ref: '#/components/schemas/Time'}
                created_at: {$ref: '#/components/schemas/Time'}
                created_by: {$ref: '#/components/schemas/UserID'}
                device_id: {type: [string, 'null']}
                is_head: {description: Whether it is the content that counts now., type: boolean}
            VersionList:
              type: object
              required: [versions, has_more]
              properties:
                versions: {type: array, maxItems: 1000, items: {$ref: '#/components/schemas/Version'}}
                has_more: {type: boolean}
            ChildrenPage:
              type: object
              required: [children, next_page_token, has_more]
              properties:
                children: {type: array, maxItems: 1000, items: {$ref: '#/components/schemas/Node'}}
                next_page_token: {type: [string, 'null']}
                has_more: {type: boolean}
            TrashItem:
              type: object
              required: [id, resource_type, share_id, parent_id, name, path, size, mime_type, trashed_at, trashed_by]
              properties:
                id: {$ref: '#/components/schemas/NodeID'}
                resource_type: {enum: [file, folder]}
                share_id: {$ref: '#/components/schemas/ShareID'}
                parent_id: {anyOf: [{$ref: '#/components/schemas/FolderID'}, {type: 'null'}]}
                name: {type: string, minLength: 1}
                path: {description: "Where it was, by today's names of the folders above.", type: string, pattern: '^/'}
                size: {type: [integer, 'null'], format: int64, minimum: 0}
                mime_type: {type: [string, 'null']}
                trashed_at: {$ref: '#/components/schemas/Time'}
                trashed_by: {$ref: '#/components/schemas/UserID'}
            TrashPage:
              type: object
              required: [items, next_before, has_more]
              properties:
                items: {type: array, maxItems: 1000, items: {$ref: '#/components/schemas/TrashItem'}}
                next_before: {type: [string, 'null']}
                has_more: {type: boolean}
            PurgeAnswer:
              type: object
              required: [purged, kept, freed_bytes]
              properties:
                purged:
                  description: Files and folders that are gone.
                  type: integer
                  format: int64
                  minimum: 0
                kept:
                  description: 'Files and folders that stay, because an open conflict names them.'
                  type: integer
                  format: int64
                  minimum: 0
                freed_bytes: {type: integer, format: int64, minimum: 0}
            NewUpload:
              type: object
              required: [share_id, file_name, file_size]
              properties:
                share_id: {$ref: '#/components/schemas/ShareID'}
                folder_id: {anyOf: [{$ref: '#/components/schemas/FolderID'}, {enum: [root, null]}]}
                file_name: {$ref: '#/components/schemas/Name'}
                file_size: {type: integer, format: int64, minimum: 0, maximum: 17592186044416}
                chunk_size: {description: At most 1 000 000 chunks may come of it., type: [integer, 'null'], minimum: 1024, maximum: 8388608}
                mime_type: {description: 'Absent, it is found by the name.', anyOf: [{$ref: '#/components/schemas/MimeType'}, {type: 'null'}]}
                checksum_sha256: {description: Compared when the upload is completed., anyOf: [{$ref: '#/components/schemas/Hash'}, {type: 'null'}]}
                modified_at: {anyOf: [{$ref: '#/components/schemas/AnyTime'}, {type: 'null'}]}
            ChunkRange:
              description: Both ends included.
              type: object
              required: [first, last]
              properties:
                first: {type: integer, minimum: 0}
                last: {type: integer, minimum: 0}
            Upload:
              type: object
              required:
                - session_id
                - share_id
                - folder_id
                - file_name
                - file_size
                - chunk_size
                - total_chunks
                - status
                - received_chunks
                - received
                - file_id
                - version_id
                - created_at
                - expires_at
              properties:
                session_id: {$ref: '#/components/schemas/UploadID'}
                share_id: {$ref: '#/components/schemas/ShareID'}
                folder_id: {anyOf: [{$ref: '#/components/schemas/FolderID'}, {type: 'null'}]}
                file_name: {type: string, minLength: 1}
                file_size: {type: integer, format: int64, minimum: 0}
                chunk_size: {type: integer, minimum: 1024, maximum: 8388608}
                total_chunks: {type: integer, minimum: 0, maximum: 1000000}
                status: {enum: [open, completed]}
                received_chunks: {type: integer, minimum: 0}
                received: {type: array, maxItems: 1000, items: {$ref: '#/components/schemas/ChunkRange'}}
                file_id: {description: The file that it became., anyOf: [{$ref: '#/components/schemas/FileID'}, {type: 'null'}]}
                version_id: {description: The version that it became., anyOf: [{$ref: '#/components/schemas/VersionID'}, {type: 'null'}]}
                created_at: {$ref: '#/components/schemas/Time'}
                expires_at: {description: Moves on with every chunk., $ref: '#/components/schemas/Time'}
            UploadedChunk:
              type: object
              required: [index, size, checksum_sha256]
              properties:
                index: {type: integer, minimum: 0}
                size: {type: integer, minimum: 0}
                checksum_sha256: {$ref: '#/components/schemas/Hash'}
            UploadPlace:
              description: Another place than the upload was made for.
              type: object
              properties:
                file_name: {anyOf: [{$ref: '#/components/schemas/Name'}, {type: 'null'}]}
                folder_id: {anyOf: [{$ref: '#/components/schemas/FolderID'}, {enum: [root, null]}]}
            UploadedVersion:
              description: A version that no file has yet.
              type: object
              required: [version_id, size, checksum_sha256, expires_at]
              properties:
                version_id: {$ref: '#/components/schemas/VersionID'}
                size: {type: integer, format: int64, minimum: 0}
                checksum_sha256: {$ref: '#/components/schemas/Hash'}
                expires_at: {$ref: '#/components/schemas/Time'}

        """#
}
