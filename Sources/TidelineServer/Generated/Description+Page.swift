// swift-format-ignore-file
// Made by scripts/docs: do not edit, but openapi.yaml. Sources 66cd4a0328865bbf, text c384940b6064bf94.

extension Description {
    static let page = #"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Tideline's protocol</title>
        <style>
        :root { color-scheme: light dark; --line: light-dark(#d5dae0, #39424e); --soft: light-dark(#f3f5f7, #1b2129);
          --text: light-dark(#1c2430, #dde3ea); --quiet: light-dark(#5a6675, #93a0b0); --link: light-dark(#0a5fb4, #6cb3ff);
          --back: light-dark(#fff, #12161c); }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; }
        body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back);
          display: grid; grid-template-columns: 15rem minmax(0, 60rem); }
        nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1rem; border-right: 1px solid var(--line); }
        nav h1 { font-size: 1.2rem; margin: 0 0 .75rem; }
        nav a { display: block; padding: .2rem 0; color: inherit; text-decoration: none; }
        nav a:hover { text-decoration: underline; }
        nav input { width: 100%; margin: 0 0 1rem; padding: .4rem .5rem; font: inherit; color: inherit; background: var(--soft);
          border: 1px solid var(--line); border-radius: 4px; }
        main { padding: 1.5rem 2rem 6rem; }
        a { color: var(--link); }
        h2 { margin: 2.5rem 0 .5rem; }
        h4 { margin: 1rem 0 .25rem; }
        code, pre { font: 13px/1.45 ui-monospace, monospace; }
        :not(pre) > code { background: var(--soft); padding: .05rem .25rem; border-radius: 3px; overflow-wrap: anywhere; }
        pre { background: var(--soft); padding: .6rem .75rem; border-radius: 4px; overflow: auto; margin: .4rem 0; }
        table { display: block; overflow-x: auto; border-collapse: collapse; margin: .4rem 0; font-size: 14px; }
        th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); }
        td > code:only-child { white-space: nowrap; }
        th { color: var(--quiet); font-weight: 500; }
        details { border: 1px solid var(--line); border-radius: 4px; margin: .4rem 0; padding: 0 .75rem; }
        details[open] { padding-bottom: .75rem; }
        summary { cursor: pointer; padding: .45rem 0; }
        summary span { color: var(--quiet); }
        summary code { background: none; padding: 0; }
        summary b { display: inline-block; min-width: 4.2rem; font: 600 12px/1.4 ui-monospace, monospace; }
        .get { color: light-dark(#0a6b39, #5fd08d); }
        .post { color: light-dark(#0a5fb4, #6cb3ff); }
        .put, .patch { color: light-dark(#8a5300, #f0b95a); }
        .delete { color: light-dark(#b3261e, #ff8a80); }
        .curl { position: relative; }
        .curl button { position: absolute; right: .4rem; top: .4rem; font: 12px system-ui, sans-serif; }
        .hidden { display: none; }
        @media (max-width: 50rem) {
          body { display: block; }
          nav { position: static; height: auto; border: 0; border-bottom: 1px solid var(--line); padding: 1rem; }
          nav a { display: inline-block; margin-right: .9rem; }
          main { padding: 1rem 1rem 4rem; }
          summary span { display: block; }
        }
        </style>
        </head>
        <body>
        <nav>
        <h1>Tideline's protocol</h1>
        <input type="search" placeholder="Find a call" aria-label="Find a call">
        <a href="#logging-in">Logging in</a>
        <a href="#what-this-server-allows">What this server allows</a>
        <a href="#users">Users</a>
        <a href="#shares">Shares</a>
        <a href="#devices">Devices</a>
        <a href="#preferences">Preferences</a>
        <a href="#the-log">The log</a>
        <a href="#applying-changes">Applying changes</a>
        <a href="#conflicts">Conflicts</a>
        <a href="#content">Content</a>
        <a href="#files-and-folders">Files and folders</a>
        <a href="#trash">Trash</a>
        <a href="#uploads">Uploads</a>
        <a href="#the-device-socket">The device socket</a>
        <a href="#for-operators">For operators</a>
        <a href="#shapes">Shapes</a>
        <a href="/openapi.yaml">openapi.yaml</a>
        </nav>
        <main>
        <section id=start><p>How a program talks to a Tideline server: HTTP/1.1 with JSON, and one WebSocket per device.</p>
        <h2>Conventions</h2>
        <ul>
        <li>Members are in <code>snake_case</code>. A time is RFC 3339 in UTC and ends in <code>Z</code>. Members that a server does not know are
        ignored; new ones may appear in answers, so ignore what you do not know.</li>
        <li>An id is a prefix and 26 characters: <code>tnt_</code> tenant, <code>usr_</code> user, <code>shr_</code> share, <code>fil_</code> file, <code>fld_</code> folder, <code>ver_</code>
        version, <code>chg_</code> change, <code>cfl_</code> conflict, <code>upl_</code> upload. A device's id is the client's own choice: 1 to 128
        characters of any kind, percent-encoded where it stands in a path (<code>/</code> is <code>%2F</code>).</li>
        <li>Bounds of text count bytes of UTF-8 in normalization form C, not characters, unless it says characters.</li>
        <li>Send bodies as <code>application/json</code> unless said otherwise. Without <code>Content-Type</code> the expected one is assumed; another
        one is 415. A JSON body may have 1 MiB, that of <code>apply</code> 4 MiB.</li>
        <li>Query parameters: <code>+</code> is a space; an empty value counts as absent; of a name that stands twice the first counts. The
        whole request target may have 16 KiB; a longer one, and a query with broken escapes, is 400.</li>
        <li><code>X-Request-Id</code> comes with every answer, and is your own when it has at most 128 letters, digits and <code>-_.:</code>. The
        server's log knows the request by it.</li>
        <li>Whatever has <code>GET</code> has <code>HEAD</code>. Another method than those listed is 405. Paths are exact: no trailing or doubled
        slashes.</li>
        <li>Durable means: it survives power loss. Each answer to a write is sent after its effects are durable.</li>
        </ul>
        <h2>Errors</h2>
        <p>Each error is <code>application/problem+json</code> (RFC 9457):</p>
        <pre><code>{&quot;code&quot;:&quot;VALIDATION_FAILED&quot;,&quot;detail&quot;:&quot;query.limit: must be a whole number from 1 to 5000&quot;,
         &quot;errors&quot;:[{&quot;loc&quot;:[&quot;query&quot;,&quot;limit&quot;],&quot;msg&quot;:&quot;must be a whole number from 1 to 5000&quot;}],
         &quot;request_id&quot;:&quot;01M84BH4JHQASJ0JGEQVPQK3NE&quot;,&quot;status&quot;:422,&quot;title&quot;:&quot;Unprocessable Content&quot;,&quot;type&quot;:&quot;about:blank&quot;}
        </code></pre>
        <p><code>code</code> is what programs look at, <code>detail</code> is for people. Every request may end with <code>BAD_REQUEST</code>, <code>INTERNAL</code> or
        <code>UNAVAILABLE</code>, every one that asks for a token with <code>UNAUTHENTICATED</code>, and every one that is counted with
        <code>RATE_LIMITED</code>; the others stand with the operations that can give them.</p>
        <table>
        <thead>
        <tr>
        <th>code</th>
        <th>status</th>
        <th>when</th>
        <th>with it</th>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td><code>BAD_REQUEST</code></td>
        <td>400</td>
        <td>no JSON, broken escapes, a frame cut short, a refused login</td>
        <td><code>error</code>, <code>error_description</code> after a login</td>
        </tr>
        <tr>
        <td><code>SYNC_CURSOR_INVALID</code></td>
        <td>400</td>
        <td>a cursor that no answer gave, or that the log no longer holds: take a snapshot</td>
        <td></td>
        </tr>
        <tr>
        <td><code>UNAUTHENTICATED</code></td>
        <td>401</td>
        <td>no token, a bad or expired one, or its user is suspended or gone</td>
        <td><code>WWW-Authenticate: Bearer</code></td>
        </tr>
        <tr>
        <td><code>PERMISSION_DENIED</code></td>
        <td>403</td>
        <td>the caller may see it but not do this</td>
        <td></td>
        </tr>
        <tr>
        <td><code>DEVICE_INACTIVE</code></td>
        <td>403</td>
        <td>the device was set inactive</td>
        <td></td>
        </tr>
        <tr>
        <td><code>NOT_FOUND</code></td>
        <td>404</td>
        <td>not there, or the caller may not know of it</td>
        <td></td>
        </tr>
        <tr>
        <td><code>METHOD_NOT_ALLOWED</code></td>
        <td>405</td>
        <td>the address exists</td>
        <td><code>Allow</code></td>
        </tr>
        <tr>
        <td><code>SYNC_CONFLICT</code></td>
        <td>409</td>
        <td>a strict <code>apply</code> that does not fit; a conflict resolved otherwise already</td>
        <td><code>conflicts</code></td>
        </tr>
        <tr>
        <td><code>SYNC_VERSION_STALE</code></td>
        <td>409</td>
        <td>a strict <code>apply</code> on an older version</td>
        <td><code>conflicts</code></td>
        </tr>
        <tr>
        <td><code>NAME_CONFLICT</code></td>
        <td>409</td>
        <td>a name or e-mail is taken</td>
        <td></td>
        </tr>
        <tr>
        <td><code>GONE</code></td>
        <td>410</td>
        <td>the thing is in the trash or was purged from it, or the upload is over</td>
        <td></td>
        </tr>
        <tr>
        <td><code>PAYLOAD_TOO_LARGE</code></td>
        <td>413</td>
        <td>over a limit, which <code>detail</code> names</td>
        <td></td>
        </tr>
        <tr>
        <td><code>UNSUPPORTED_MEDIA_TYPE</code></td>
        <td>415</td>
        <td>another <code>Content-Type</code> than expected</td>
        <td></td>
        </tr>
        <tr>
        <td><code>RANGE_NOT_SATISFIABLE</code></td>
        <td>416</td>
        <td>no byte of the range exists</td>
        <td><code>Content-Range: bytes */SIZE</code></td>
        </tr>
        <tr>
        <td><code>VALIDATION_FAILED</code></td>
        <td>422</td>
        <td>a parameter or member is missing or wrong</td>
        <td><code>errors</code>: where (<code>loc</code>) and what (<code>msg</code>)</td>
        </tr>
        <tr>
        <td><code>CONTENT_MISSING</code></td>
        <td>422</td>
        <td>chunks must be sent first</td>
        <td><code>missing</code>: their hashes, or indexes of an upload</td>
        </tr>
        <tr>
        <td><code>CHECKSUM_MISMATCH</code></td>
        <td>422</td>
        <td>bytes do not have the hash they came with</td>
        <td></td>
        </tr>
        <tr>
        <td><code>RATE_LIMITED</code></td>
        <td>429</td>
        <td>too many failed logins, or requests; nothing was done</td>
        <td><code>Retry-After</code> in seconds</td>
        </tr>
        <tr>
        <td><code>INTERNAL</code></td>
        <td>500</td>
        <td>a fault of the server; its log has the rest under the request id</td>
        <td></td>
        </tr>
        <tr>
        <td><code>UNAVAILABLE</code></td>
        <td>503</td>
        <td>a store does not answer, or the server is stopping: try again</td>
        <td></td>
        </tr>
        <tr>
        <td><code>QUOTA_EXCEEDED</code></td>
        <td>507</td>
        <td>no room in the share or on the disk</td>
        <td></td>
        </tr>
        <tr>
        <td><code>BATCH_UNDONE</code></td>
        <td>409</td>
        <td>only inside <code>rejected</code> of an atomic <code>apply</code>: another change was wrong</td>
        <td></td>
        </tr>
        </tbody>
        </table>
        <h2>Rate limits</h2>
        <p>A user may make so many requests a minute (<code>--rate-limit</code> of the server, 60,000 unless it says otherwise): a bucket of
        that size that fills again evenly. Requests without a good token are counted by address (IPv6: by its first 64 bits).
        Every answer that was counted says where its caller stands:</p>
        <pre><code>RateLimit-Limit: 60000        requests a minute
        RateLimit-Remaining: 59988    that could be made at once
        RateLimit-Reset: 1            seconds until all of them could
        </code></pre>
        <p>Over the limit the answer is 429 <code>RATE_LIMITED</code> with <code>Retry-After</code>; nothing was done, so any request may be sent again
        then. These are the fields of the IETF's drafts on rate limits up to the sixth, which clients know; the later drafts put
        the same into two structured fields and change them still. Health, readiness and metrics are never refused and carry
        none. Failed logins have limits of their own, ten a minute for an account and for an address. An upgrade to a WebSocket
        is bounded by the number of sockets instead.</p>
        </section>
        <section id="logging-in"><h2>Logging in</h2><p>Send the access token as <code>Authorization: Bearer …</code> with everything but logins, health, readiness, metrics, the key
        set and these pages. It is a JWT signed with ES256: <code>iss</code>, <code>sub</code> (the user), <code>tenant_id</code>, <code>email</code>, <code>name</code>, <code>groups</code>,
        <code>scope</code> (<code>sync</code>, and <code>tenant:admin</code> for administrators), <code>iat</code>, <code>exp</code>.</p>
        <p>A refresh token works once and gives a new one; a second use ends all that came from the same login. A refused login
        is 400 with OAuth's <code>error</code> beside the problem's members: <code>invalid_grant</code> (the same words for a wrong password and an
        unknown name), <code>invalid_request</code>, <code>unsupported_grant_type</code>. Too many failures for an account or an address: 429.</p>
        <p>A server may take the tokens of another issuer too (<code>--oidc-issuer URL</code>, OpenID Connect; <code>external_issuer</code> of the
        configuration names it): JWTs signed with RS256 or ES256 by a key that the issuer publishes, with <code>iss</code> to the letter,
        <code>sub</code>, <code>tenant_id</code>, <code>email</code>, <code>name</code>, <code>exp</code> and, where the server asks for one, <code>aud</code>. <code>nbf</code> is kept to; clocks may be
        off by 30 s. <code>tenant:admin</code> in <code>scope</code> or <code>groups</code> makes an administrator. At first sight a person becomes a user. Their
        <code>tenant_id</code> is the id of a tenant here, or any text, which then stands for a tenant of its own; their <code>sub</code> is any text,
        too, and never that of a user whom this server keeps itself. An e-mail that another user of the tenant has is 403. While
        the issuer cannot be asked for a key, its tokens are 503, but those whose keys are known go on for a day.</p>

        <details class=operation id="logIn"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>auth/<wbr>token</code> <span>Log in, or refresh a login</span></summary>
        <p>With a name (or e-mail) and a password, or with a refresh token.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/auth/token&quot; \
          -H &#x27;Content-Type: application/x-www-form-urlencoded&#x27; \
          --data-urlencode &#x27;grant_type=password&#x27; \
          --data-urlencode &#x27;username=admin@localhost&#x27; \
          --data-urlencode &#x27;password=correct horse&#x27;</code></pre></div>
        <h4>Body</h4><p><code>application/x-www-form-urlencoded</code>: <a href="#shape-LoginForm">LoginForm</a></p>
        <pre><code>{&quot;grant_type&quot;: &quot;password&quot;, &quot;username&quot;: &quot;admin@localhost&quot;, &quot;password&quot;: &quot;correct horse&quot;}</code></pre>
        <pre><code>{&quot;grant_type&quot;: &quot;refresh_token&quot;, &quot;refresh_token&quot;: &quot;jD7tPqLGzZ9F0b6f3nq2x1Vw8kYcR5mA4sTuHiJoEpQ&quot;}</code></pre>
        <h4>Answers</h4>
        <p><b>200</b> The tokens. <code>expires_in</code> counts seconds. <code>application/json</code>: <a href="#shape-TokenAnswer">TokenAnswer</a></p>
        <pre><code>{&quot;access_token&quot;: &quot;eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1c3JfMDEifQ.c2ln&quot;,
         &quot;expires_in&quot;: 3600, &quot;refresh_token&quot;: &quot;jD7tPqLGzZ9F0b6f3nq2x1Vw8kYcR5mA4sTuHiJoEpQ&quot;,
         &quot;token_type&quot;: &quot;Bearer&quot;}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="keys"><summary><b class="get">GET</b> 
        <code>/<wbr>.well-known/<wbr>jwks.json</code> <span>The public key that tokens are signed with</span></summary>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/.well-known/jwks.json&quot;</code></pre></div>
        <h4>Answers</h4>
        <p><b>200</b> A key set (RFC 7517). <code>application/json</code>: <a href="#shape-KeySet">KeySet</a></p>
        <pre><code>{&quot;keys&quot;: [{&quot;alg&quot;: &quot;ES256&quot;, &quot;crv&quot;: &quot;P-256&quot;, &quot;kid&quot;: &quot;03e2819df5ab1f5a&quot;, &quot;kty&quot;: &quot;EC&quot;, &quot;use&quot;: &quot;sig&quot;,
                  &quot;x&quot;: &quot;MMapr_7lDqw52pQYct9T_lam3H49GQK8VRa8infd7hQ&quot;,
                  &quot;y&quot;: &quot;dHiH9RFjJ4pFT8ZCgejKYTUnpqqATk3mox9aMBvl_ew&quot;}]}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        </section>
        <section id="what-this-server-allows"><h2>What this server allows</h2><p><code>limits</code> bounds requests; beyond them a request is refused with 413, 422 or 429. <code>requests_per_minute</code> is null without
        a limit, <code>external_issuer</code> without one. Bytes and seconds where a name says so. <code>chunking</code> says how content is best
        cut, so that equal parts of files become equal chunks; the server stores any cut.</p>

        <details class=operation id="config"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>config</code> <span>What a client needs to know to behave</span></summary>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/config&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Answers</h4>
        <p><b>200</b> Bounds, times and features of this server. <code>application/json</code>: <a href="#shape-Config">Config</a></p>
        <pre><code>{&quot;auth&quot;: {&quot;external_issuer&quot;: null, &quot;grant_types&quot;: [&quot;password&quot;, &quot;refresh_token&quot;], &quot;issuer&quot;: &quot;tideline&quot;},
         &quot;chunking&quot;: {&quot;algorithm&quot;: &quot;fastcdc&quot;, &quot;bytes_average&quot;: 262144, &quot;bytes_max&quot;: 1048576,
                     &quot;bytes_min&quot;: 65536},
         &quot;features&quot;: [&quot;atomic&quot;, &quot;bulk_download&quot;, &quot;chunks&quot;, &quot;client_change_id&quot;, &quot;conflict_resolution&quot;,
                     &quot;dry_run&quot;, &quot;long_poll&quot;, &quot;ndjson&quot;, &quot;preferences&quot;, &quot;snapshot&quot;, &quot;trash&quot;, &quot;uploads&quot;,
                     &quot;versions&quot;, &quot;websocket&quot;, &quot;zstd&quot;],
         &quot;limits&quot;: {&quot;apply_body_bytes_max&quot;: 4194304, &quot;apply_changes_max&quot;: 1000,
                   &quot;bulk_download_file_bytes_max&quot;: 67108864, &quot;bulk_download_items_max&quot;: 5000,
                   &quot;chunk_batch_bytes_max&quot;: 67108864, &quot;chunk_batch_count_max&quot;: 10000,
                   &quot;chunk_bytes_max&quot;: 8388608, &quot;client_change_id_bytes_max&quot;: 128, &quot;depth_max&quot;: 128,
                   &quot;device_id_characters_max&quot;: 128, &quot;devices_per_user_max&quot;: 100,
                   &quot;file_bytes_max&quot;: 17592186044416, &quot;json_body_bytes_max&quot;: 1048576, &quot;list_rows_max&quot;: 1000,
                   &quot;missing_hashes_max&quot;: 10000, &quot;name_bytes_max&quot;: 255, &quot;page_rows_default&quot;: 1000,
                   &quot;page_rows_max&quot;: 5000, &quot;path_bytes_max&quot;: 4096, &quot;requests_per_minute&quot;: 60000,
                   &quot;socket_frame_bytes_max&quot;: 65536, &quot;socket_ping_seconds&quot;: 30, &quot;sockets_per_user_max&quot;: 64,
                   &quot;wait_seconds_max&quot;: 60},
         &quot;retention&quot;: {&quot;chunk_grant_seconds&quot;: 86400, &quot;log_seconds&quot;: 7776000, &quot;outcome_seconds&quot;: 2592000,
                      &quot;trash_seconds&quot;: 2592000},
         &quot;server&quot;: {&quot;name&quot;: &quot;tideline&quot;, &quot;time&quot;: &quot;2026-11-23T16:20:11.500Z&quot;, &quot;version&quot;: &quot;0.1.0&quot;}}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        </section>
        <section id="users"><h2>Users</h2><p>Administrators of the tenant (<code>tenant:admin</code> in the token's scope) look after its users. Suspending or deleting a
        user counts from the next request on, and closes that user's sockets.</p>

        <details class=operation id="me"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>users/<wbr>me</code> <span>Who the token stands for</span></summary>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/users/me&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Answers</h4>
        <p><b>200</b> The user. <code>application/json</code>: <a href="#shape-User">User</a></p>
        <pre><code>{&quot;created_at&quot;: &quot;2026-11-23T13:46:48.973281Z&quot;, &quot;email&quot;: &quot;admin@localhost&quot;,
         &quot;id&quot;: &quot;usr_01M84AHJ8D04N0ZZJZYTVD7BS9&quot;, &quot;is_admin&quot;: true, &quot;name&quot;: &quot;admin&quot;, &quot;status&quot;: &quot;active&quot;,
         &quot;tenant_id&quot;: &quot;tnt_01M84AHJ8D04N0ZZJZYTVD7BS8&quot;}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="listUsers"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>admin/<wbr>users</code> <span>All users of the tenant</span></summary>
        <p>For administrators.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/admin/users&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Answers</h4>
        <p><b>200</b> The users. <code>application/json</code>: <a href="#shape-UserList">UserList</a></p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="createUser"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>admin/<wbr>users</code> <span>Make a user</span></summary>
        <p>For administrators. Neither name nor e-mail may be another user's; case does not tell them apart.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/admin/users&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;name&quot;: &quot;ann&quot;, &quot;email&quot;: &quot;ann@example.org&quot;, &quot;password&quot;: &quot;correct horse&quot;}&#x27;</code></pre></div>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-NewUser">NewUser</a></p>
        <pre><code>{&quot;name&quot;: &quot;ann&quot;, &quot;email&quot;: &quot;ann@example.org&quot;, &quot;password&quot;: &quot;correct horse&quot;}</code></pre>
        <h4>Answers</h4>
        <p><b>201</b> The user. <code>application/json</code>: <a href="#shape-User">User</a></p>
        <pre><code>{&quot;created_at&quot;: &quot;2026-11-23T13:50:12.120034Z&quot;, &quot;email&quot;: &quot;ann@example.org&quot;,
         &quot;id&quot;: &quot;usr_01M84AQSJ00A1ZB0X5J4S7RPZ3&quot;, &quot;is_admin&quot;: false, &quot;name&quot;: &quot;ann&quot;, &quot;status&quot;: &quot;active&quot;,
         &quot;tenant_id&quot;: &quot;tnt_01M84AHJ8D04N0ZZJZYTVD7BS8&quot;}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>409 NAME_CONFLICT</code></td><td>It is taken.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="updateUser"><summary><b class="patch">PATCH</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>admin/<wbr>users/<wbr>{user_id}</code> <span>Change a user</span></summary>
        <p>For administrators. Members that are absent or null stay as they are. Another password, and suspending, end the
        user's logins; nobody can suspend themselves.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X PATCH &quot;$URL/api/v1/admin/users/$USER_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;status&quot;: &quot;suspended&quot;}&#x27;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>user_id</code></td><td>path</td><td><a href="#shape-UserID">UserID</a></td><td></td></tr></table>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-UserPatch">UserPatch</a></p>
        <pre><code>{&quot;status&quot;: &quot;suspended&quot;}</code></pre>
        <h4>Answers</h4>
        <p><b>200</b> The user. <code>application/json</code>: <a href="#shape-User">User</a></p>
        <pre><code>{&quot;created_at&quot;: &quot;2026-11-23T13:46:48.973281Z&quot;, &quot;email&quot;: &quot;admin@localhost&quot;,
         &quot;id&quot;: &quot;usr_01M84AHJ8D04N0ZZJZYTVD7BS9&quot;, &quot;is_admin&quot;: true, &quot;name&quot;: &quot;admin&quot;, &quot;status&quot;: &quot;active&quot;,
         &quot;tenant_id&quot;: &quot;tnt_01M84AHJ8D04N0ZZJZYTVD7BS8&quot;}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>409 NAME_CONFLICT</code></td><td>It is taken.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="deleteUser"><summary><b class="delete">DELETE</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>admin/<wbr>users/<wbr>{user_id}</code> <span>Delete a user</span></summary>
        <p>For administrators. Shares that the user owned become the caller's. Nobody can delete themselves.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X DELETE &quot;$URL/api/v1/admin/users/$USER_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>user_id</code></td><td>path</td><td><a href="#shape-UserID">UserID</a></td><td></td></tr></table>
        <h4>Answers</h4>
        <p><b>204</b> It is done. </p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        </section>
        <section id="shares"><h2>Shares</h2><p>A share is a tree of folders and files with members. Roles: <code>reader</code> reads; <code>contributor</code> also creates, writes and
        deletes; <code>admin</code> and <code>owner</code> also manage the share. Giving and taking a membership counts from the next request on.</p>

        <details class=operation id="listShares"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>users/<wbr>me/<wbr>shares</code> <span>The caller's shares</span></summary>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/users/me/shares&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Answers</h4>
        <p><b>200</b> All shares that the caller is a member of. <code>application/json</code>: <a href="#shape-ShareList">ShareList</a></p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="createShare"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>shares</code> <span>Make a share</span></summary>
        <p>The caller owns it. One user may be in 1,000 shares.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/shares&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;name&quot;: &quot;Team&quot;}&#x27;</code></pre></div>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-NewShare">NewShare</a></p>
        <pre><code>{&quot;name&quot;: &quot;Team&quot;}</code></pre>
        <pre><code>{&quot;name&quot;: &quot;Pictures&quot;, &quot;quota_bytes&quot;: 10000000000}</code></pre>
        <h4>Answers</h4>
        <p><b>201</b> The share. <code>application/json</code>: <a href="#shape-Share">Share</a></p>
        <pre><code>{&quot;created_at&quot;: &quot;2026-11-23T13:46:50.417918Z&quot;, &quot;id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;name&quot;: &quot;Team&quot;,
         &quot;owner_id&quot;: &quot;usr_01M84AHJ8D04N0ZZJZYTVD7BS9&quot;, &quot;quota_bytes&quot;: null, &quot;role&quot;: &quot;owner&quot;, &quot;type&quot;: &quot;team&quot;,
         &quot;used_bytes&quot;: 0}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="getShare"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>shares/<wbr>{share_id}</code> <span>One share</span></summary>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/shares/$SHARE_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td>path</td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> The share. <code>application/json</code>: <a href="#shape-Share">Share</a></p>
        <pre><code>{&quot;created_at&quot;: &quot;2026-11-23T13:46:50.417918Z&quot;, &quot;id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;name&quot;: &quot;Team&quot;,
         &quot;owner_id&quot;: &quot;usr_01M84AHJ8D04N0ZZJZYTVD7BS9&quot;, &quot;quota_bytes&quot;: null, &quot;role&quot;: &quot;owner&quot;, &quot;type&quot;: &quot;team&quot;,
         &quot;used_bytes&quot;: 11}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="updateShare"><summary><b class="patch">PATCH</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>shares/<wbr>{share_id}</code> <span>Rename a share, or set its quota</span></summary>
        <p>For its admins. What is absent stays as it is, and a <code>name</code> of null; a <code>quota_bytes</code> of null is no bound.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X PATCH &quot;$URL/api/v1/shares/$SHARE_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;name&quot;: &quot;Crew&quot;}&#x27;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td>path</td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr></table>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-SharePatch">SharePatch</a></p>
        <pre><code>{&quot;name&quot;: &quot;Crew&quot;}</code></pre>
        <pre><code>{&quot;quota_bytes&quot;: 10000000000}</code></pre>
        <h4>Answers</h4>
        <p><b>200</b> The share. <code>application/json</code>: <a href="#shape-Share">Share</a></p>
        <pre><code>{&quot;created_at&quot;: &quot;2026-11-23T13:46:50.417918Z&quot;, &quot;id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;name&quot;: &quot;Team&quot;,
         &quot;owner_id&quot;: &quot;usr_01M84AHJ8D04N0ZZJZYTVD7BS9&quot;, &quot;quota_bytes&quot;: null, &quot;role&quot;: &quot;owner&quot;, &quot;type&quot;: &quot;team&quot;,
         &quot;used_bytes&quot;: 11}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="deleteShare"><summary><b class="delete">DELETE</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>shares/<wbr>{share_id}</code> <span>Delete a share</span></summary>
        <p>For its owner. It is gone for everyone who was in it.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X DELETE &quot;$URL/api/v1/shares/$SHARE_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td>path</td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr></table>
        <h4>Answers</h4>
        <p><b>204</b> It is done. </p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="listMembers"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>shares/<wbr>{share_id}/<wbr>members</code> <span>Who is in a share</span></summary>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/shares/$SHARE_ID/members&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td>path</td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> All members, the owner among them. <code>application/json</code>: <a href="#shape-MemberList">MemberList</a></p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="addMember"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>shares/<wbr>{share_id}/<wbr>members</code> <span>Let a user into a share</span></summary>
        <p>For its admins. <code>user_id</code> or <code>email</code> says who; with both, <code>user_id</code> counts. A member already is
        <code>NAME_CONFLICT</code>; a share may have 1,000.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/shares/$SHARE_ID/members&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;user_id&quot;: &quot;usr_01M84AQSJ00A1ZB0X5J4S7RPZ3&quot;, &quot;role&quot;: &quot;contributor&quot;}&#x27;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td>path</td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr></table>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-NewMember">NewMember</a></p>
        <pre><code>{&quot;user_id&quot;: &quot;usr_01M84AQSJ00A1ZB0X5J4S7RPZ3&quot;, &quot;role&quot;: &quot;contributor&quot;}</code></pre>
        <pre><code>{&quot;email&quot;: &quot;ann@example.org&quot;, &quot;role&quot;: &quot;reader&quot;}</code></pre>
        <h4>Answers</h4>
        <p><b>201</b> The member. <code>application/json</code>: <a href="#shape-Member">Member</a></p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>409 NAME_CONFLICT</code></td><td>It is taken.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="updateMember"><summary><b class="patch">PATCH</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>shares/<wbr>{share_id}/<wbr>members/<wbr>{user_id}</code> <span>Give a member another role</span></summary>
        <p>For the share's admins. The owner stays its owner.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X PATCH &quot;$URL/api/v1/shares/$SHARE_ID/members/$USER_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;role&quot;: &quot;admin&quot;}&#x27;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td>path</td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>user_id</code></td><td>path</td><td><a href="#shape-UserID">UserID</a></td><td></td></tr></table>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-MemberPatch">MemberPatch</a></p>
        <pre><code>{&quot;role&quot;: &quot;admin&quot;}</code></pre>
        <h4>Answers</h4>
        <p><b>200</b> The member. <code>application/json</code>: <a href="#shape-Member">Member</a></p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="removeMember"><summary><b class="delete">DELETE</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>shares/<wbr>{share_id}/<wbr>members/<wbr>{user_id}</code> <span>Take a member out of a share</span></summary>
        <p>For the share's admins; everyone but the owner may leave.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X DELETE &quot;$URL/api/v1/shares/$SHARE_ID/members/$USER_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td>path</td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>user_id</code></td><td>path</td><td><a href="#shape-UserID">UserID</a></td><td></td></tr></table>
        <h4>Answers</h4>
        <p><b>204</b> It is done. </p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        </section>
        <section id="devices"><h2>Devices</h2><p>A device belongs to a user: the same id under another user is another device. An inactive one may read, but not
        <code>apply</code> or advance its cursor.</p>

        <details class=operation id="listDevices"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>devices</code> <span>The caller's devices</span></summary>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/sync/devices&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Answers</h4>
        <p><b>200</b> All that are registered. <code>application/json</code>: array of <a href="#shape-Device">Device</a></p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="registerDevice"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>devices</code> <span>Register a device</span></summary>
        <p>A known one is updated. One that was removed is revived. A user may have 100.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/sync/devices&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;device_id&quot;: &quot;d 1/x&quot;, &quot;device_name&quot;: &quot;laptop&quot;, &quot;platform&quot;: &quot;linux&quot;, &quot;client_version&quot;: &quot;1.0.0&quot;}&#x27;</code></pre></div>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-NewDevice">NewDevice</a></p>
        <pre><code>{&quot;device_id&quot;: &quot;d 1/x&quot;, &quot;device_name&quot;: &quot;laptop&quot;, &quot;platform&quot;: &quot;linux&quot;, &quot;client_version&quot;: &quot;1.0.0&quot;}</code></pre>
        <h4>Answers</h4>
        <p><b>200</b> The device, which was known. <code>application/json</code>: <a href="#shape-Device">Device</a></p>
        <p><b>201</b> The device, which is new. <code>application/json</code>: <a href="#shape-Device">Device</a></p>
        <pre><code>{&quot;client_version&quot;: &quot;1.0.0&quot;, &quot;created_at&quot;: &quot;2026-11-23T13:46:50.585145Z&quot;, &quot;device_id&quot;: &quot;d 1/x&quot;,
         &quot;device_name&quot;: &quot;laptop&quot;, &quot;is_active&quot;: true, &quot;last_seen_at&quot;: null, &quot;platform&quot;: &quot;linux&quot;,
         &quot;user_id&quot;: &quot;usr_01M84AHJ8D04N0ZZJZYTVD7BS9&quot;}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="updateDevice"><summary><b class="patch">PATCH</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>devices/<wbr>{device_id}</code> <span>Rename a device, or switch it off and on</span></summary>
        <p>Members that are absent or null stay as they are. When a device is switched off, its socket closes with 4403.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X PATCH &quot;$URL/api/v1/sync/devices/$DEVICE_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;device_name&quot;: &quot;old laptop&quot;, &quot;is_active&quot;: false}&#x27;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>device_id</code></td><td>path</td><td><a href="#shape-DeviceID">DeviceID</a></td><td>Percent-encoded.</td></tr></table>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-DevicePatch">DevicePatch</a></p>
        <pre><code>{&quot;device_name&quot;: &quot;old laptop&quot;, &quot;is_active&quot;: false}</code></pre>
        <h4>Answers</h4>
        <p><b>200</b> The device. <code>application/json</code>: <a href="#shape-Device">Device</a></p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="removeDevice"><summary><b class="delete">DELETE</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>devices/<wbr>{device_id}</code> <span>Remove a device</span></summary>
        <p>Its cursors end and its socket closes with 4404. Registering it again revives it.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X DELETE &quot;$URL/api/v1/sync/devices/$DEVICE_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>device_id</code></td><td>path</td><td><a href="#shape-DeviceID">DeviceID</a></td><td>Percent-encoded.</td></tr></table>
        <h4>Answers</h4>
        <p><b>204</b> It is done. </p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="heartbeat"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>devices/<wbr>{device_id}/<wbr>heartbeat</code> <span>Say that a device is there</span></summary>
        <p>Sets <code>last_seen_at</code>.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/sync/devices/$DEVICE_ID/heartbeat&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>device_id</code></td><td>path</td><td><a href="#shape-DeviceID">DeviceID</a></td><td>Percent-encoded.</td></tr></table>
        <h4>Answers</h4>
        <p><b>204</b> It is done. </p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        </section>
        <section id="preferences"><h2>Preferences</h2><p>What a device syncs of each share. Without <code>selected_folders</code> it is the whole share; <code>excluded_folders</code> win over them.
        A folder is given as a path or an id, and kept by its id, so a renamed folder stays chosen; answers have the paths of
        today, and ids of folders in the trash. <code>changes</code> and <code>snapshot</code> with a <code>device_id</code> leave out what that device does
        not sync, and its socket is silent about it. A device that is to sync more than before hears <code>force_sync</code>: it reads
        that share anew by a snapshot. This limits what the device is told, not what its user may see.</p>
        <p>A chosen folder that is in the trash, or gone, stays chosen, so that deleting what was selected never makes it
        everything; its id may be sent back. Nothing else unknown is taken, nor a file or the root: 422. A device that is
        removed, or a membership that ends, takes its preferences along.</p>
        <p>A row shows when the thing, or the folder that it is in now, was in or came to, lies in the selection and in no excluded
        folder, by the tree of today; when it is a folder above a selected one, whose name is part of the paths; when it is a
        file in the root or in such a folder that has, had or gets the name <code>.tidelineignore</code>, whose rules may be about what is
        selected; or when it is about the share itself. A snapshot holds what lies in the selection, and the folders above it
        with their rule files. So a device that syncs parts reads like this:</p>
        <ul>
        <li>After each row it lets go of what no longer lies in the selection, with all that is in it, and of folders above it that
        lead nowhere; it keeps the rule files of the root and of folders that it keeps. A thing that goes into a folder which
        the device does not hold has left.</li>
        <li>It takes a snapshot when it sees a folder <code>moved</code> that it does not hold, or when a selected folder, or one above it,
        was <code>moved</code> or <code>created</code> into a folder that it does not hold: the rows about what is there were not meant for it.
        The device's socket says so too, by <code>force_sync</code>; also when a preference lets it see more than before.</li>
        </ul>
        <p>A device does not delete what it is not shown: deleting a folder that holds such a thing is a <code>delete_edit</code>, unless the
        batch says <code>whole_share</code>.</p>

        <details class=operation id="listPreferences"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>devices/<wbr>{device_id}/<wbr>preferences</code> <span>What a device syncs</span></summary>
        <p>One entry for each share that the caller can read; <code>updated_at</code> is null where nothing was chosen yet.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/sync/devices/$DEVICE_ID/preferences&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>device_id</code></td><td>path</td><td><a href="#shape-DeviceID">DeviceID</a></td><td>Percent-encoded.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> The preferences. <code>application/json</code>: array of <a href="#shape-Preference">Preference</a></p>
        <pre><code>[{&quot;device_id&quot;: &quot;d 1/x&quot;, &quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;sync_enabled&quot;: true,
          &quot;selected_folders&quot;: [], &quot;excluded_folders&quot;: [&quot;/Plans&quot;], &quot;selected_folder_ids&quot;: [],
          &quot;excluded_folder_ids&quot;: [&quot;fld_01M84AHKNHT31KGQTC84W299MQ&quot;], &quot;updated_at&quot;: &quot;2026-11-23T14:10:00.120Z&quot;}]</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="updatePreferences"><summary><b class="put">PUT</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>devices/<wbr>{device_id}/<wbr>preferences</code> <span>Choose what a device syncs, for several shares</span></summary>
        <p>All or nothing. Answers all preferences. At most 1,000, and no share twice.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X PUT &quot;$URL/api/v1/sync/devices/$DEVICE_ID/preferences&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;preferences&quot;: [{&quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;excluded_folders&quot;: [&quot;/Plans&quot;]}]}&#x27;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>device_id</code></td><td>path</td><td><a href="#shape-DeviceID">DeviceID</a></td><td>Percent-encoded.</td></tr></table>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-PreferencesPatch">PreferencesPatch</a></p>
        <pre><code>{&quot;preferences&quot;: [{&quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;excluded_folders&quot;: [&quot;/Plans&quot;]}]}</code></pre>
        <h4>Answers</h4>
        <p><b>200</b> The preferences. <code>application/json</code>: array of <a href="#shape-Preference">Preference</a></p>
        <pre><code>[{&quot;device_id&quot;: &quot;d 1/x&quot;, &quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;sync_enabled&quot;: true,
          &quot;selected_folders&quot;: [], &quot;excluded_folders&quot;: [&quot;/Plans&quot;], &quot;selected_folder_ids&quot;: [],
          &quot;excluded_folder_ids&quot;: [&quot;fld_01M84AHKNHT31KGQTC84W299MQ&quot;], &quot;updated_at&quot;: &quot;2026-11-23T14:10:00.120Z&quot;}]</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="updatePreference"><summary><b class="put">PUT</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>devices/<wbr>{device_id}/<wbr>preferences/<wbr>{share_id}</code> <span>Choose what a device syncs of one share</span></summary>
        <p>What is absent or null stays as it is.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X PUT &quot;$URL/api/v1/sync/devices/$DEVICE_ID/preferences/$SHARE_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;selected_folders&quot;: [&quot;/Plans&quot;], &quot;excluded_folders&quot;: [&quot;/Plans/Old&quot;]}&#x27;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>device_id</code></td><td>path</td><td><a href="#shape-DeviceID">DeviceID</a></td><td>Percent-encoded.</td></tr><tr><td><code>share_id</code></td><td>path</td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr></table>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-PreferencePatch">PreferencePatch</a></p>
        <pre><code>{&quot;selected_folders&quot;: [&quot;/Plans&quot;], &quot;excluded_folders&quot;: [&quot;/Plans/Old&quot;]}</code></pre>
        <pre><code>{&quot;sync_enabled&quot;: false}</code></pre>
        <h4>Answers</h4>
        <p><b>200</b> The preference. <code>application/json</code>: <a href="#shape-Preference">Preference</a></p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        </section>
        <section id="the-log"><h2>The log</h2><p>Every change of a tenant is one row of an ordered log. A cursor is a position in it; 0 stands before the first row.
        Positions grow in the order in which changes became durable: whoever has seen a position never finds a new row
        before it.</p>
        <p><code>change_type</code> is <code>created</code>, <code>updated</code>, <code>deleted</code>, <code>moved</code> (other parent) or <code>renamed</code> (same parent); <code>resource_type</code>
        is <code>file</code>, <code>folder</code> or <code>share</code>. <code>created</code> has no <code>old_path</code>, <code>deleted</code> no <code>new_path</code>. Moving, renaming or deleting a
        folder is one row, whatever it holds. A row about a membership is seen by the user whom it concerns and by those who
        manage the share; its <code>metadata</code> has <code>user_id</code> and <code>role</code>.</p>
        <p>Rows are kept for 90 days, unless the operator chose otherwise, and longer while a device that is at work has not
        read them. A device is at work while it is active and its user too, and it applied, advanced a cursor, sent a
        heartbeat or was made within that time; it holds the rows of shares that it can read and syncs, from its cursor on,
        but none with a cursor that has not moved for a year. Rows that nobody needs go, and every cursor before the first
        that is left, 0 too, is <code>SYNC_CURSOR_INVALID</code>: take a snapshot. Of what a client knew and does not find there, all
        was deleted, as long as the old cursor and that of the snapshot are of one epoch (<code>cursor &gt;&gt; 32</code>) and the old one is
        the lower; else the server was restored from a backup and may have lost it.</p>

        <details class=operation id="listChanges"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>changes</code> <span>What happened since a cursor</span></summary>
        <p>Needs READ. The cursor also passes rows that the caller may not see: whoever asks until <code>has_more</code> is false has seen
        everything. A cursor that no answer gave, or that lies before what the log still holds, is <code>SYNC_CURSOR_INVALID</code>:
        take a snapshot.</p>
        <p>With <code>device_id</code> only rows come that the device syncs. 10,000 rows are looked through for one answer, so that it may
        have fewer rows than asked for, even none, while <code>has_more</code> is true; the cursor has moved on, and such an answer comes
        without waiting.</p>
        <p>To <code>Accept-Encoding: zstd</code> long answers come packed; those of <code>snapshot</code> too.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/sync/changes&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>cursor</code>?</td><td>query</td><td><a href="#shape-Position">Position</a></td><td>Where to go on. Absent, there are no rows, and the head of the log as cursor.</td></tr><tr><td><code>share_id</code>?</td><td>query</td><td><a href="#shape-ShareID">ShareID</a></td><td>Only of this share. Absent, of all that the caller can read.</td></tr><tr><td><code>limit</code>?</td><td>query</td><td>integer, 1 to 5,000; else 1000</td><td>How many rows at most.</td></tr><tr><td><code>device_id</code>?</td><td>query</td><td><a href="#shape-DeviceID">DeviceID</a></td><td>The device that asks; what it does not sync is left out.</td></tr><tr><td><code>wait</code>?</td><td>query</td><td>integer, 0 to 60; else 0</td><td>Seconds to wait while there is no row that the caller may see. The answer comes as soon as there is one.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> Rows in the order of the log. <code>share_id</code> is null when all shares were asked for. <code>application/json</code>: <a href="#shape-ChangesPage">ChangesPage</a></p>
        <pre><code>{&quot;changes&quot;: [{&quot;id&quot;: &quot;chg_01M84AHKX7RPGGHY40RM2Y22X8&quot;, &quot;tenant_id&quot;: &quot;tnt_01M84AHJ8D04N0ZZJZYTVD7BS8&quot;,
                     &quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;resource_type&quot;: &quot;file&quot;,
                     &quot;resource_id&quot;: &quot;fil_01M84AHKX65C6DZ4BBMJJBFCH5&quot;, &quot;change_type&quot;: &quot;created&quot;,
                     &quot;changed_by&quot;: &quot;usr_01M84AHJ8D04N0ZZJZYTVD7BS9&quot;,
                     &quot;changed_at&quot;: &quot;2026-11-23T13:46:50.660054Z&quot;, &quot;old_path&quot;: null, &quot;new_path&quot;: &quot;/héllo.txt&quot;,
                     &quot;version_id&quot;: &quot;ver_01M84AHKX65C6DZ4BBMJJBFCH6&quot;,
                     &quot;metadata&quot;: {&quot;size&quot;: 11, &quot;mime_type&quot;: &quot;text/plain&quot;,
                                 &quot;checksum_sha256&quot;: &quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;,
                                 &quot;modified_at&quot;: &quot;2026-01-02T03:04:05Z&quot;, &quot;executable&quot;: false},
                     &quot;position&quot;: 2, &quot;parent_id&quot;: null, &quot;device_id&quot;: &quot;d 1/x&quot;}],
         &quot;cursor&quot;: 2, &quot;has_more&quot;: false, &quot;share_id&quot;: null}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>400 SYNC_CURSOR_INVALID</code></td><td>The request cannot be read, or its position is not one of this log.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="snapshot"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>snapshot</code> <span>The whole tree of a share</span></summary>
        <p>Needs READ. A first sync starts here, and every one whose cursor was refused. The snapshot and the changes after its
        <code>cursor</code>, which is the head of the log at the first page, give the exact tree, whatever is written meanwhile. A page
        may have fewer entries than asked for while <code>has_more</code> is true.</p>
        <p>With <code>Accept: application/x-ndjson</code> all of it comes in one answer, an entry a line. The last line says that it is
        whole; an answer without it was cut off:</p>
        <pre><code>{&quot;complete&quot;:true,&quot;count&quot;:1,&quot;cursor&quot;:2}
        </code></pre>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/sync/snapshot?share_id=SHARE_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td>query</td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>device_id</code>?</td><td>query</td><td><a href="#shape-DeviceID">DeviceID</a></td><td>The device that asks; what it does not sync is left out.</td></tr><tr><td><code>limit</code>?</td><td>query</td><td>integer, 1 to 5,000; else 1000</td><td>How many entries of a page at most.</td></tr><tr><td><code>page_token</code>?</td><td>query</td><td><a href="#shape-PageToken">PageToken</a></td><td><code>next_page_token</code> of the page before.</td></tr><tr><td><code>Accept</code>?</td><td>header</td><td>string</td><td>With <code>application/x-ndjson</code> in it, all comes in one answer.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> A page, or all lines. <code>application/json</code>: <a href="#shape-SnapshotPage">SnapshotPage</a>; <code>application/x-ndjson</code>: array of <a href="#shape-SnapshotEntry">SnapshotEntry</a> or <a href="#shape-SnapshotEnd">SnapshotEnd</a></p>
        <pre><code>{&quot;entries&quot;: [{&quot;resource_type&quot;: &quot;file&quot;, &quot;resource_id&quot;: &quot;fil_01M84AHKX65C6DZ4BBMJJBFCH5&quot;,
                     &quot;parent_id&quot;: null, &quot;path&quot;: &quot;/héllo.txt&quot;, &quot;name&quot;: &quot;héllo.txt&quot;,
                     &quot;version_id&quot;: &quot;ver_01M84AHKX65C6DZ4BBMJJBFCH6&quot;,
                     &quot;metadata&quot;: {&quot;size&quot;: 11, &quot;mime_type&quot;: &quot;text/plain&quot;,
                                 &quot;checksum_sha256&quot;: &quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;,
                                 &quot;modified_at&quot;: &quot;2026-01-02T03:04:05Z&quot;, &quot;executable&quot;: false}}],
         &quot;next_page_token&quot;: null, &quot;cursor&quot;: 2, &quot;has_more&quot;: false}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>400 SYNC_CURSOR_INVALID</code></td><td>The request cannot be read, or its position is not one of this log.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="getStatus"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>status</code> <span>How far a device has come in a share</span></summary>
        <p>Needs READ. The first time, the cursor is put at the head of the log. <code>last_sync_at</code> is null until the cursor was
        advanced; <code>pending_changes</code> counts to 100,000; <code>has_conflicts</code> is about open conflicts of this device in this share.
        Of a device that syncs only parts, <code>pending_changes</code> leaves out what does not show among the next 10,000 rows and
        counts each row after them, so it may be too high and is never too low.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/sync/status?share_id=SHARE_ID&amp;device_id=DEVICE_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td>query</td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>device_id</code></td><td>query</td><td><a href="#shape-DeviceID">DeviceID</a></td><td></td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> Where the device is, and where the log ends. <code>application/json</code>: <a href="#shape-SyncStatus">SyncStatus</a></p>
        <pre><code>{&quot;cursor_position&quot;: 1, &quot;has_conflicts&quot;: false, &quot;head_position&quot;: 1, &quot;last_sync_at&quot;: null,
         &quot;pending_changes&quot;: 0}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="advanceCursor"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>cursor</code> <span>Advance a device's cursor</span></summary>
        <p>Needs READ. A cursor never goes back: a lower position answers the present state. One beyond the head of the log is
        <code>SYNC_CURSOR_INVALID</code>. It need not have been asked for by <code>status</code> before.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/sync/cursor?share_id=SHARE_ID&amp;device_id=DEVICE_ID&amp;position=POSITION&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td>query</td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>device_id</code></td><td>query</td><td><a href="#shape-DeviceID">DeviceID</a></td><td></td></tr><tr><td><code>position</code></td><td>query</td><td><a href="#shape-Position">Position</a></td><td>Up to where the device has all changes.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> Where the cursor is now. <code>application/json</code>: <a href="#shape-CursorAnswer">CursorAnswer</a></p>
        <pre><code>{&quot;cursor_position&quot;: 1, &quot;last_sync_at&quot;: &quot;2026-11-23T13:46:51.003211Z&quot;}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>400 SYNC_CURSOR_INVALID</code></td><td>The request cannot be read, or its position is not one of this log.</td></tr><tr><td><code>403 DEVICE_INACTIVE</code></td><td>The device is switched off.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        </section>
        <section id="applying-changes"><h2>Applying changes</h2><p>What a device did, in one batch and one transaction. What each strategy does is in
        conflicts.md.</p>

        <details class=operation id="applyChanges"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>apply</code> <span>Apply what a device did</span></summary>
        <p>Needs READ for the batch, and for each change CREATE, WRITE or DELETE.</p>
        <p>The changes are applied in order, in one transaction. When one is in conflict or rejected, those after it go on,
        unless they need it. <code>rejected</code> says what was wrong with a change, by its place in the batch; wrong members of a
        change reject this change only. Without <code>conflict_resolution</code> the batch is strict: its first mismatch undoes all,
        and the answer is 409 with <code>conflicts</code>. With <code>atomic</code> one rejected change undoes all; the answer is 200 with
        <code>applied</code> empty, and the others rejected as <code>BATCH_UNDONE</code>. With <code>dry_run</code> the answer is the same and nothing
        changes.</p>
        <p>A <code>client_change_id</code> of a device is remembered for 30 days; a retry gets the first outcome, <code>replayed</code>, whatever got
        lost on the way. <code>base_cursor</code> is the position the client had seen, <code>client_time</code> its clock now, so that times are
        compared without its skew. <code>whole_share</code> says that the client knows all of the share, also what its device does not
        sync: else deleting a folder that holds some of that is a conflict.</p>
        <p>A change says where by <code>parent_id</code> (null: the root) with <code>name</code>, or by <code>old_path</code> and <code>new_path</code>; ids win. Its
        content is a <code>version_id</code> that the caller may read or a list of <code>metadata.chunks</code>. <code>resource_id</code> may be chosen by the
        client for <code>created</code>, so that one batch makes a folder and fills it. <code>base_version_id</code> is the version that the
        change was made on.</p>
        <p><code>outcome</code> is <code>applied</code>, <code>unchanged</code> (it was so already), <code>merged</code> (same name and same content, or folder onto folder),
        <code>renamed</code> (as a conflicted copy) or <code>replayed</code>.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/sync/apply&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;device_id&quot;: &quot;d 1/x&quot;, &quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;conflict_resolution&quot;: &quot;KEEP_BOTH&quot;, &quot;changes&quot;: [{&quot;client_change_id&quot;: &quot;1&quot;, &quot;resource_type&quot;: &quot;file&quot;, &quot;change_type&quot;: &quot;created&quot;, &quot;new_path&quot;: &quot;/héllo.txt&quot;, &quot;metadata&quot;: {&quot;size&quot;: 11, &quot;modified_at&quot;: &quot;2026-01-02T03:04:05Z&quot;, &quot;chunks&quot;: [{&quot;hash&quot;: &quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;, &quot;size&quot;: 11}]}}]}&#x27;</code></pre></div>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-Batch">Batch</a></p>
        <pre><code>{&quot;device_id&quot;: &quot;d 1/x&quot;, &quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;,
         &quot;conflict_resolution&quot;: &quot;KEEP_BOTH&quot;,
         &quot;changes&quot;: [{&quot;client_change_id&quot;: &quot;1&quot;, &quot;resource_type&quot;: &quot;file&quot;, &quot;change_type&quot;: &quot;created&quot;,
                     &quot;new_path&quot;: &quot;/héllo.txt&quot;,
                     &quot;metadata&quot;: {&quot;size&quot;: 11, &quot;modified_at&quot;: &quot;2026-01-02T03:04:05Z&quot;,
                                 &quot;chunks&quot;: [{&quot;hash&quot;: &quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;,
                                            &quot;size&quot;: 11}]}}]}</code></pre>
        <pre><code>{&quot;device_id&quot;: &quot;d 1/x&quot;, &quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;,
         &quot;conflict_resolution&quot;: &quot;KEEP_BOTH&quot;, &quot;base_cursor&quot;: 2,
         &quot;changes&quot;: [{&quot;client_change_id&quot;: &quot;2&quot;, &quot;resource_type&quot;: &quot;folder&quot;, &quot;change_type&quot;: &quot;created&quot;,
                     &quot;parent_id&quot;: null, &quot;name&quot;: &quot;Plans&quot;},
                    {&quot;client_change_id&quot;: &quot;3&quot;, &quot;resource_type&quot;: &quot;file&quot;, &quot;change_type&quot;: &quot;moved&quot;,
                     &quot;old_path&quot;: &quot;/héllo.txt&quot;, &quot;new_path&quot;: &quot;/Plans/héllo.txt&quot;}]}</code></pre>
        <h4>Answers</h4>
        <p><b>200</b> What became of each change. One that was settled with an effect of its own is in <code>applied</code> and in <code>conflicts</code>. <code>application/json</code>: <a href="#shape-ApplyAnswer">ApplyAnswer</a></p>
        <pre><code>{&quot;applied&quot;: [{&quot;change_id&quot;: &quot;chg_01M84AHKX7RPGGHY40RM2Y22X8&quot;, &quot;change_type&quot;: &quot;created&quot;,
                     &quot;client_change_id&quot;: &quot;1&quot;, &quot;outcome&quot;: &quot;applied&quot;, &quot;path&quot;: &quot;/héllo.txt&quot;, &quot;position&quot;: 2,
                     &quot;resource_id&quot;: &quot;fil_01M84AHKX65C6DZ4BBMJJBFCH5&quot;, &quot;resource_type&quot;: &quot;file&quot;,
                     &quot;version_id&quot;: &quot;ver_01M84AHKX65C6DZ4BBMJJBFCH6&quot;}],
         &quot;conflicts&quot;: [], &quot;cursor&quot;: 2, &quot;rejected&quot;: []}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>400 SYNC_CURSOR_INVALID</code></td><td>The request cannot be read, or its position is not one of this log.</td></tr><tr><td><code>403 DEVICE_INACTIVE</code></td><td>The device is switched off.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>409 SYNC_CONFLICT</code></td><td>A strict batch does not fit; nothing was changed.</td></tr><tr><td><code>409 SYNC_VERSION_STALE</code></td><td>A strict batch does not fit; nothing was changed.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        </section>
        <section id="conflicts"><h2>Conflicts</h2><p>Whatever two sides did to one thing leaves a conflict, settled at once or open. None of the strategies destroys
        content: what loses stays readable as a version. An open conflict that a newer change made pointless closes itself,
        with <code>resolution</code> and <code>resolved_by</code> null.</p>

        <details class=operation id="listConflicts"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>conflicts</code> <span>Conflicts, newest first</span></summary>
        <p>Of all members, in the shares that the caller can read. <code>device_id</code> is one of the caller's own.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/sync/conflicts&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>device_id</code>?</td><td>query</td><td><a href="#shape-DeviceID">DeviceID</a></td><td>Only of this device.</td></tr><tr><td><code>share_id</code>?</td><td>query</td><td><a href="#shape-ShareID">ShareID</a></td><td>Only of this share. Absent, of all that the caller can read.</td></tr><tr><td><code>include_resolved</code>?</td><td>query</td><td>boolean; else false</td><td>Also those that are settled. <code>1</code> and <code>0</code> will do.</td></tr><tr><td><code>limit</code>?</td><td>query</td><td>integer, 1 to 1,000; else 100</td><td></td></tr><tr><td><code>before</code>?</td><td>query</td><td><a href="#shape-ConflictID">ConflictID</a></td><td>Only those older than this one.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> The conflicts. <code>application/json</code>: array of <a href="#shape-Conflict">Conflict</a>, at most 1,000</p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="resolveConflict"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>conflicts/<wbr>{conflict_id}/<wbr>resolve</code> <span>Settle an open conflict</span></summary>
        <p>Needs WRITE in the share, whoever ran into it. It does what the strategy says against the head of now. The same
        resolution again is 200, another one <code>SYNC_CONFLICT</code>.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/sync/conflicts/$CONFLICT_ID/resolve?resolution=RESOLUTION&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>conflict_id</code></td><td>path</td><td><a href="#shape-ConflictID">ConflictID</a></td><td></td></tr><tr><td><code>resolution</code></td><td>query</td><td><a href="#shape-Resolution">Resolution</a></td><td></td></tr><tr><td><code>version_id</code>?</td><td>query</td><td><a href="#shape-VersionID">VersionID</a></td><td>The merged content, with <code>MANUAL</code>; may be a side of the conflict.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> The conflict, settled. <code>application/json</code>: <a href="#shape-Conflict">Conflict</a></p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>409 SYNC_CONFLICT</code></td><td>It was settled otherwise already.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        </section>
        <section id="content"><h2>Content</h2><p>A file is a list of chunks, each named by its SHA-256, of at most 8 MiB. Send the chunks, then name them in <code>apply</code>.</p>
        <p>A hash proves nothing: a chunk may be named unsent only if it is part of a file that the caller can read, or the
        caller sent it within the last 24 hours. <code>missing</code> tells both kinds.</p>
        <p><strong>Frames.</strong> A 4-byte big-endian length, a 32-byte key, and as many bytes. Going up the key is the SHA-256; a batch
        that fails in the middle may have stored the frames before. Coming down the key is the version's id in ASCII, filled
        up with zero bytes, and items come in the order asked for. An item that cannot be served has the length
        <code>0xFFFFFFFF</code>, its key (the version asked for, else the file), then a 4-byte length and that many bytes of problem
        JSON. Files over 64 MiB are not served in bulk.</p>
        <pre><code>00000000: 0000 000b 7665 725f 3031 4d38 3441 484b  ....ver_01M84AHK
        00000010: 5836 3543 3644 5a34 4242 4d4a 4a42 4643  X65C6DZ4BBMJJBFC
        00000020: 4836 0000 6865 6c6c 6f20 776f 726c 64    H6..hello world
        </code></pre>
        <p><strong>Downloads</strong> answer 200, 206, 304 or 416:</p>
        <pre><code>HTTP/1.1 206 Partial Content
        ETag: &quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;
        Last-Modified: Fri, 02 Jan 2026 03:04:05 GMT
        Cache-Control: private, no-cache
        Accept-Ranges: bytes
        Content-Type: text/plain
        Content-Disposition: attachment; filename=&quot;h_llo.txt&quot;; filename*=UTF-8''h%C3%A9llo.txt
        Repr-Digest: sha-256=:uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=:
        X-Content-Type-Options: nosniff
        Content-Range: bytes 2-4/11
        Content-Length: 3
        </code></pre>
        <ul>
        <li><code>ETag</code> and <code>Repr-Digest</code> are of the whole content. <code>If-None-Match</code> that names it (or <code>*</code>) gives 304.</li>
        <li><code>Range: bytes=2-4</code>, <code>bytes=2-</code> and <code>bytes=-3</code> work; a malformed one, another unit or several ranges give the
        whole. With <code>If-Range</code> the range counts only if it is this very <code>ETag</code>; a date never is. <code>HEAD</code> ignores <code>Range</code>.</li>
        <li><code>range_start</code> and <code>range_end</code> (inclusive) do the same and win over <code>Range</code>; alone they mean to the end, and from
        the start. Something that is no number is 422.</li>
        </ul>

        <details class=operation id="missingChunks"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>chunks/<wbr>missing</code> <span>Which chunks must be sent</span></summary>
        <p>Needs READ in the share. The answer keeps the order and has no repeats.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/sync/chunks/missing&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;hashes&quot;: [&quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;]}&#x27;</code></pre></div>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-Hashes">Hashes</a></p>
        <pre><code>{&quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;,
         &quot;hashes&quot;: [&quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;]}</code></pre>
        <h4>Answers</h4>
        <p><b>200</b> The hashes to send. <code>application/json</code>: <a href="#shape-MissingAnswer">MissingAnswer</a></p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="storeChunks"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>chunks</code> <span>Send many chunks</span></summary>
        <p>Frames, at most 64 MiB and 10,000 of them. Each is checked against its hash. What the answer names is durable. An
        empty body stores nothing.</p>
        <p>The body may be packed: <code>Content-Encoding: zstd</code> (RFC 8878), where <code>features</code> of <code>GET /api/v1/config</code> has <code>zstd</code>. The
        limit counts what it unpacks to, and its window may be 8 MiB at most: beyond either it is refused with 413. What is no
        zstd is 400, any other encoding 415 with an <code>Accept-Encoding</code> that names what is taken.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/sync/chunks&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/vnd.tideline.chunks&#x27; \
          --data-binary @FILE</code></pre></div>
        <h4>Body</h4><p><code>application/vnd.tideline.chunks</code>: string, at most 67,108,864 bytes</p>
        <h4>Answers</h4>
        <p><b>200</b> What is durable now, in the order of the body. <code>application/json</code>: object</p>
        <pre><code>{&quot;stored&quot;: [&quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;]}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>Not what the hash or the frames say.</td></tr><tr><td><code>422 CHECKSUM_MISMATCH</code></td><td>Not what the hash or the frames say.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="storeChunk"><summary><b class="put">PUT</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>chunks/<wbr>{sha256}</code> <span>Send one chunk</span></summary>
        <p>The body is its bytes, whatever its <code>Content-Type</code>, packed if <code>Content-Encoding: zstd</code> says so. What the answer names
        is durable.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X PUT &quot;$URL/api/v1/sync/chunks/$SHA256&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/octet-stream&#x27; \
          --data-binary @FILE</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>sha256</code></td><td>path</td><td><a href="#shape-Hash">Hash</a></td><td>The SHA-256 of the body.</td></tr></table>
        <h4>Body</h4><p><code>application/octet-stream</code>: string, at most 8,388,608 bytes</p>
        <pre><code>hello world</code></pre>
        <h4>Answers</h4>
        <p><b>200</b> What is durable now, in the order of the body. <code>application/json</code>: object</p>
        <pre><code>{&quot;stored&quot;: [&quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;]}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>Not what the hash or the frames say.</td></tr><tr><td><code>422 CHECKSUM_MISMATCH</code></td><td>Not what the hash or the frames say.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="manifest"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>files/<wbr>{file_id}/<wbr>manifest</code> <span>What chunks a file is made of</span></summary>
        <p>Needs READ.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/sync/files/$FILE_ID/manifest&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>file_id</code></td><td>path</td><td><a href="#shape-FileID">FileID</a></td><td></td></tr><tr><td><code>version</code>?</td><td>query</td><td><a href="#shape-VersionName">VersionName</a></td><td>A version's id, or its number. Absent, the newest.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> The chunks in order. <code>application/json</code>: <a href="#shape-Manifest">Manifest</a></p>
        <pre><code>{&quot;chunks&quot;: [{&quot;hash&quot;: &quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;, &quot;size&quot;: 11}],
         &quot;checksum_sha256&quot;: &quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;,
         &quot;file_id&quot;: &quot;fil_01M84AHKX65C6DZ4BBMJJBFCH5&quot;, &quot;size&quot;: 11,
         &quot;version_id&quot;: &quot;ver_01M84AHKX65C6DZ4BBMJJBFCH6&quot;}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="download"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>download/<wbr>{file_id}</code> <span>The bytes of a file</span></summary>
        <p>Needs READ. <code>HEAD</code> tells the same without the bytes.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/sync/download/$FILE_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>file_id</code></td><td>path</td><td><a href="#shape-FileID">FileID</a></td><td></td></tr><tr><td><code>version</code>?</td><td>query</td><td><a href="#shape-VersionName">VersionName</a></td><td>A version's id, or its number. Absent, the newest.</td></tr><tr><td><code>range_start</code>?</td><td>query</td><td>integer, 0 to 9,223,372,036,854,775,807</td><td>The first byte, from 0.</td></tr><tr><td><code>range_end</code>?</td><td>query</td><td>integer, 0 to 9,223,372,036,854,775,807</td><td>The last byte.</td></tr><tr><td><code>Range</code>?</td><td>header</td><td>string</td><td>Which bytes. Only with <code>GET</code>.</td></tr><tr><td><code>If-None-Match</code>?</td><td>header</td><td>string</td><td>Entity tags of what the client has.</td></tr><tr><td><code>If-Range</code>?</td><td>header</td><td>string</td><td>The entity tag that <code>Range</code> is about.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> The whole content. Its <code>Content-Type</code> is the file's. <code>*/*</code>: string</p>
        <p><b>206</b> The bytes asked for. <code>*/*</code>: string</p>
        <p><b>304</b> The client has it. </p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>416 RANGE_NOT_SATISFIABLE</code></td><td>The content has none of these bytes.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="downloadMany"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>download</code> <span>The bytes of many files</span></summary>
        <p>Needs READ in the share. Frames, in the order asked for; at most 5,000 files. To <code>Accept-Encoding: zstd</code> they come
        packed, as <code>Content-Encoding</code> then says.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/sync/download&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;items&quot;: [{&quot;file_id&quot;: &quot;fil_01M84AHKX65C6DZ4BBMJJBFCH5&quot;}]}&#x27;</code></pre></div>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-WantedFiles">WantedFiles</a></p>
        <pre><code>{&quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;,
         &quot;items&quot;: [{&quot;file_id&quot;: &quot;fil_01M84AHKX65C6DZ4BBMJJBFCH5&quot;}]}</code></pre>
        <h4>Answers</h4>
        <p><b>200</b> The frames. <code>application/vnd.tideline.chunks</code>: string</p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        </section>
        <section id="files-and-folders"><h2>Files and folders</h2><p>For clients that do not sync: one thing at a time, in the same tree, and with the same rows of the log. What is in
        the trash is <code>GONE</code>. A taken name is <code>NAME_CONFLICT</code>; nothing is overwritten.</p>

        <details class=operation id="createFile"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>files</code> <span>Make a file of a form</span></summary>
        <p>Needs CREATE. The content is cut and stored while it arrives, so a form may be as large as 1,000,000 chunks, some 250 GB;
        send more by an upload. All fields come before <code>file</code>, whose part has a <code>filename</code>; a type of that part other than <code>application/octet-stream</code>
        counts where <code>mime_type</code> is absent. A taken name is told before the content is read.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/files&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -F file=@FILE</code></pre></div>
        <h4>Body</h4><p><code>multipart/form-data</code>: <a href="#shape-FileForm">FileForm</a></p>
        <h4>Answers</h4>
        <p><b>201</b> The file. <code>application/json</code>: <a href="#shape-File">File</a></p>
        <pre><code>{&quot;resource_type&quot;: &quot;file&quot;, &quot;id&quot;: &quot;fil_01M84AHKX65C6DZ4BBMJJBFCH5&quot;,
         &quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;folder_id&quot;: null, &quot;name&quot;: &quot;héllo.txt&quot;,
         &quot;path&quot;: &quot;/héllo.txt&quot;, &quot;size&quot;: 11, &quot;mime_type&quot;: &quot;text/plain&quot;,
         &quot;checksum_sha256&quot;: &quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;,
         &quot;version_id&quot;: &quot;ver_01M84AHKX65C6DZ4BBMJJBFCH6&quot;, &quot;version_number&quot;: 1, &quot;executable&quot;: false,
         &quot;modified_at&quot;: &quot;2026-01-02T03:04:05Z&quot;, &quot;created_at&quot;: &quot;2026-11-23T13:46:50.660054Z&quot;,
         &quot;updated_at&quot;: &quot;2026-11-23T13:46:50.660054Z&quot;, &quot;created_by&quot;: &quot;usr_01M84AHJ8D04N0ZZJZYTVD7BS9&quot;,
         &quot;trashed_at&quot;: null}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>409 NAME_CONFLICT</code></td><td>It is taken.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>Not what the hash or the frames say.</td></tr><tr><td><code>422 CHECKSUM_MISMATCH</code></td><td>Not what the hash or the frames say.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="getFile"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>files/<wbr>{file_id}</code> <span>One file</span></summary>
        <p>Needs READ.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/files/$FILE_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>file_id</code></td><td>path</td><td><a href="#shape-FileID">FileID</a></td><td></td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> The file. <code>application/json</code>: <a href="#shape-File">File</a></p>
        <pre><code>{&quot;resource_type&quot;: &quot;file&quot;, &quot;id&quot;: &quot;fil_01M84AHKX65C6DZ4BBMJJBFCH5&quot;,
         &quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;folder_id&quot;: null, &quot;name&quot;: &quot;héllo.txt&quot;,
         &quot;path&quot;: &quot;/héllo.txt&quot;, &quot;size&quot;: 11, &quot;mime_type&quot;: &quot;text/plain&quot;,
         &quot;checksum_sha256&quot;: &quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;,
         &quot;version_id&quot;: &quot;ver_01M84AHKX65C6DZ4BBMJJBFCH6&quot;, &quot;version_number&quot;: 1, &quot;executable&quot;: false,
         &quot;modified_at&quot;: &quot;2026-01-02T03:04:05Z&quot;, &quot;created_at&quot;: &quot;2026-11-23T13:46:50.660054Z&quot;,
         &quot;updated_at&quot;: &quot;2026-11-23T13:46:50.660054Z&quot;, &quot;created_by&quot;: &quot;usr_01M84AHJ8D04N0ZZJZYTVD7BS9&quot;,
         &quot;trashed_at&quot;: null}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="updateFile"><summary><b class="patch">PATCH</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>files/<wbr>{file_id}</code> <span>Rename or move a file</span></summary>
        <p>Needs WRITE. What is absent stays; a <code>folder_id</code> of null or <code>root</code> is the root of the share.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X PATCH &quot;$URL/api/v1/files/$FILE_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;name&quot;: &quot;hello.txt&quot;}&#x27;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>file_id</code></td><td>path</td><td><a href="#shape-FileID">FileID</a></td><td></td></tr></table>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-FilePatch">FilePatch</a></p>
        <pre><code>{&quot;name&quot;: &quot;hello.txt&quot;}</code></pre>
        <pre><code>{&quot;folder_id&quot;: &quot;fld_01M84AHKXQ9T5V1Y0R3N8GZJ4E&quot;}</code></pre>
        <h4>Answers</h4>
        <p><b>200</b> The file. <code>application/json</code>: <a href="#shape-File">File</a></p>
        <pre><code>{&quot;resource_type&quot;: &quot;file&quot;, &quot;id&quot;: &quot;fil_01M84AHKX65C6DZ4BBMJJBFCH5&quot;,
         &quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;folder_id&quot;: null, &quot;name&quot;: &quot;héllo.txt&quot;,
         &quot;path&quot;: &quot;/héllo.txt&quot;, &quot;size&quot;: 11, &quot;mime_type&quot;: &quot;text/plain&quot;,
         &quot;checksum_sha256&quot;: &quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;,
         &quot;version_id&quot;: &quot;ver_01M84AHKX65C6DZ4BBMJJBFCH6&quot;, &quot;version_number&quot;: 1, &quot;executable&quot;: false,
         &quot;modified_at&quot;: &quot;2026-01-02T03:04:05Z&quot;, &quot;created_at&quot;: &quot;2026-11-23T13:46:50.660054Z&quot;,
         &quot;updated_at&quot;: &quot;2026-11-23T13:46:50.660054Z&quot;, &quot;created_by&quot;: &quot;usr_01M84AHJ8D04N0ZZJZYTVD7BS9&quot;,
         &quot;trashed_at&quot;: null}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>409 NAME_CONFLICT</code></td><td>It is taken.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="deleteFile"><summary><b class="delete">DELETE</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>files/<wbr>{file_id}</code> <span>Put a file into the trash</span></summary>
        <p>Needs DELETE. All its versions go with it.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X DELETE &quot;$URL/api/v1/files/$FILE_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>file_id</code></td><td>path</td><td><a href="#shape-FileID">FileID</a></td><td></td></tr></table>
        <h4>Answers</h4>
        <p><b>204</b> It is done. </p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="content"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>files/<wbr>{file_id}/<wbr>content</code> <span>The bytes of a file</span></summary>
        <p>The same as <code>GET /api/v1/sync/download/{file_id}</code>.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/files/$FILE_ID/content&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>file_id</code></td><td>path</td><td><a href="#shape-FileID">FileID</a></td><td></td></tr><tr><td><code>version</code>?</td><td>query</td><td><a href="#shape-VersionName">VersionName</a></td><td>A version's id, or its number. Absent, the newest.</td></tr><tr><td><code>range_start</code>?</td><td>query</td><td>integer, 0 to 9,223,372,036,854,775,807</td><td>The first byte, from 0.</td></tr><tr><td><code>range_end</code>?</td><td>query</td><td>integer, 0 to 9,223,372,036,854,775,807</td><td>The last byte.</td></tr><tr><td><code>Range</code>?</td><td>header</td><td>string</td><td>Which bytes. Only with <code>GET</code>.</td></tr><tr><td><code>If-None-Match</code>?</td><td>header</td><td>string</td><td>Entity tags of what the client has.</td></tr><tr><td><code>If-Range</code>?</td><td>header</td><td>string</td><td>The entity tag that <code>Range</code> is about.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> The whole content. Its <code>Content-Type</code> is the file's. <code>*/*</code>: string</p>
        <p><b>206</b> The bytes asked for. <code>*/*</code>: string</p>
        <p><b>304</b> The client has it. </p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>416 RANGE_NOT_SATISFIABLE</code></td><td>The content has none of these bytes.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="listVersions"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>files/<wbr>{file_id}/<wbr>versions</code> <span>What a file was, newest first</span></summary>
        <p>Needs READ. Go on with the last one's number as <code>before</code> while <code>has_more</code> is true.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/files/$FILE_ID/versions&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>file_id</code></td><td>path</td><td><a href="#shape-FileID">FileID</a></td><td></td></tr><tr><td><code>limit</code>?</td><td>query</td><td>integer, 1 to 1,000; else 100</td><td>How many at most.</td></tr><tr><td><code>before</code>?</td><td>query</td><td>integer, 0 to 9,223,372,036,854,775,807</td><td>Only versions with a lower number.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> Versions. <code>application/json</code>: <a href="#shape-VersionList">VersionList</a></p>
        <pre><code>{&quot;versions&quot;: [{&quot;version_id&quot;: &quot;ver_01M84AHKX65C6DZ4BBMJJBFCH6&quot;, &quot;version_number&quot;: 1, &quot;size&quot;: 11,
                      &quot;checksum_sha256&quot;: &quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;,
                      &quot;mime_type&quot;: &quot;text/plain&quot;, &quot;executable&quot;: false, &quot;modified_at&quot;: &quot;2026-01-02T03:04:05Z&quot;,
                      &quot;created_at&quot;: &quot;2026-11-23T13:46:50.660054Z&quot;,
                      &quot;created_by&quot;: &quot;usr_01M84AHJ8D04N0ZZJZYTVD7BS9&quot;, &quot;device_id&quot;: &quot;d 1/x&quot;, &quot;is_head&quot;: true}],
         &quot;has_more&quot;: false}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="restoreVersion"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>files/<wbr>{file_id}/<wbr>versions/<wbr>{version}/<wbr>restore</code> <span>Make an old version count again</span></summary>
        <p>Needs WRITE. Its content becomes a new version; of the newest one nothing changes.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/files/$FILE_ID/versions/$VERSION/restore&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>file_id</code></td><td>path</td><td><a href="#shape-FileID">FileID</a></td><td></td></tr><tr><td><code>version</code></td><td>path</td><td><a href="#shape-VersionName">VersionName</a></td><td>A version's id, or its number.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> The file. <code>application/json</code>: <a href="#shape-File">File</a></p>
        <pre><code>{&quot;resource_type&quot;: &quot;file&quot;, &quot;id&quot;: &quot;fil_01M84AHKX65C6DZ4BBMJJBFCH5&quot;,
         &quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;folder_id&quot;: null, &quot;name&quot;: &quot;héllo.txt&quot;,
         &quot;path&quot;: &quot;/héllo.txt&quot;, &quot;size&quot;: 11, &quot;mime_type&quot;: &quot;text/plain&quot;,
         &quot;checksum_sha256&quot;: &quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;,
         &quot;version_id&quot;: &quot;ver_01M84AHKX65C6DZ4BBMJJBFCH6&quot;, &quot;version_number&quot;: 1, &quot;executable&quot;: false,
         &quot;modified_at&quot;: &quot;2026-01-02T03:04:05Z&quot;, &quot;created_at&quot;: &quot;2026-11-23T13:46:50.660054Z&quot;,
         &quot;updated_at&quot;: &quot;2026-11-23T13:46:50.660054Z&quot;, &quot;created_by&quot;: &quot;usr_01M84AHJ8D04N0ZZJZYTVD7BS9&quot;,
         &quot;trashed_at&quot;: null}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="createFolder"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>folders</code> <span>Make a folder</span></summary>
        <p>Needs CREATE.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/folders&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;parent_id&quot;: null, &quot;name&quot;: &quot;Plans&quot;}&#x27;</code></pre></div>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-NewFolder">NewFolder</a></p>
        <pre><code>{&quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;parent_id&quot;: null, &quot;name&quot;: &quot;Plans&quot;}</code></pre>
        <h4>Answers</h4>
        <p><b>201</b> The folder. <code>application/json</code>: <a href="#shape-Folder">Folder</a></p>
        <pre><code>{&quot;resource_type&quot;: &quot;folder&quot;, &quot;id&quot;: &quot;fld_01M84AHKXQ9T5V1Y0R3N8GZJ4E&quot;,
         &quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;parent_id&quot;: null, &quot;name&quot;: &quot;Plans&quot;, &quot;path&quot;: &quot;/Plans&quot;,
         &quot;created_at&quot;: &quot;2026-11-23T13:46:50.671202Z&quot;, &quot;updated_at&quot;: &quot;2026-11-23T13:46:50.671202Z&quot;,
         &quot;trashed_at&quot;: null}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>409 NAME_CONFLICT</code></td><td>It is taken.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="getFolder"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>folders/<wbr>{folder_id}</code> <span>One folder</span></summary>
        <p>Needs READ.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/folders/$FOLDER_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>folder_id</code></td><td>path</td><td><a href="#shape-FolderID">FolderID</a></td><td></td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> The folder. <code>application/json</code>: <a href="#shape-Folder">Folder</a></p>
        <pre><code>{&quot;resource_type&quot;: &quot;folder&quot;, &quot;id&quot;: &quot;fld_01M84AHKXQ9T5V1Y0R3N8GZJ4E&quot;,
         &quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;parent_id&quot;: null, &quot;name&quot;: &quot;Plans&quot;, &quot;path&quot;: &quot;/Plans&quot;,
         &quot;created_at&quot;: &quot;2026-11-23T13:46:50.671202Z&quot;, &quot;updated_at&quot;: &quot;2026-11-23T13:46:50.671202Z&quot;,
         &quot;trashed_at&quot;: null}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="updateFolder"><summary><b class="patch">PATCH</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>folders/<wbr>{folder_id}</code> <span>Rename or move a folder</span></summary>
        <p>Needs WRITE. What is absent stays; a <code>parent_id</code> of null or <code>root</code> is the root of the share. All that is in the
        folder goes with it.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X PATCH &quot;$URL/api/v1/folders/$FOLDER_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;name&quot;: &quot;Old plans&quot;}&#x27;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>folder_id</code></td><td>path</td><td><a href="#shape-FolderID">FolderID</a></td><td></td></tr></table>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-PlacePatch">PlacePatch</a></p>
        <pre><code>{&quot;name&quot;: &quot;Old plans&quot;}</code></pre>
        <h4>Answers</h4>
        <p><b>200</b> The folder. <code>application/json</code>: <a href="#shape-Folder">Folder</a></p>
        <pre><code>{&quot;resource_type&quot;: &quot;folder&quot;, &quot;id&quot;: &quot;fld_01M84AHKXQ9T5V1Y0R3N8GZJ4E&quot;,
         &quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;parent_id&quot;: null, &quot;name&quot;: &quot;Plans&quot;, &quot;path&quot;: &quot;/Plans&quot;,
         &quot;created_at&quot;: &quot;2026-11-23T13:46:50.671202Z&quot;, &quot;updated_at&quot;: &quot;2026-11-23T13:46:50.671202Z&quot;,
         &quot;trashed_at&quot;: null}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>409 NAME_CONFLICT</code></td><td>It is taken.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="deleteFolder"><summary><b class="delete">DELETE</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>folders/<wbr>{folder_id}</code> <span>Put a folder into the trash</span></summary>
        <p>Needs DELETE. All that is in it goes with it.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X DELETE &quot;$URL/api/v1/folders/$FOLDER_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>folder_id</code></td><td>path</td><td><a href="#shape-FolderID">FolderID</a></td><td></td></tr></table>
        <h4>Answers</h4>
        <p><b>204</b> It is done. </p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="listChildren"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>folders/<wbr>{folder_id}/<wbr>children</code> <span>What is in a folder</span></summary>
        <p>Needs READ. Files and folders together, by name without case. A <code>folder_id</code> of <code>root</code> with <code>share_id</code> is the root
        of that share.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/folders/$FOLDER_ID/children&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>folder_id</code></td><td>path</td><td>string</td><td></td></tr><tr><td><code>share_id</code>?</td><td>query</td><td>string</td><td>Needed with <code>root</code>, else of no meaning.</td></tr><tr><td><code>limit</code>?</td><td>query</td><td>integer, 1 to 1,000; else 100</td><td>How many at most.</td></tr><tr><td><code>page_token</code>?</td><td>query</td><td>string</td><td><code>next_page_token</code> of the page before.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> A page. <code>application/json</code>: <a href="#shape-ChildrenPage">ChildrenPage</a></p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        </section>
        <section id="trash"><h2>Trash</h2><p>Deleted things stay until they are restored or their time is over (30 days, unless the operator chose otherwise);
        then their content is purged. What an open conflict names is kept until that is resolved. A change of something that
        was purged meets the same conflicts as before: an edit brings it back with the new content. Only moving it is <code>GONE</code>,
        and long after it was purged, when no cursor can lie before its removal any more, it is <code>NOT_FOUND</code>: then make it
        anew.</p>

        <details class=operation id="listTrash"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>trash</code> <span>What was deleted in a share, newest first</span></summary>
        <p>Needs READ. What was itself deleted, not what lies in such a folder. Go on with <code>next_before</code> as <code>before</code> while
        <code>has_more</code> is true.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/trash?share_id=SHARE_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td>query</td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>limit</code>?</td><td>query</td><td>integer, 1 to 1,000; else 100</td><td>How many at most.</td></tr><tr><td><code>before</code>?</td><td>query</td><td>string</td><td><code>next_before</code> of the page before, or the id of something in the trash.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> A page. <code>application/json</code>: <a href="#shape-TrashPage">TrashPage</a></p>
        <pre><code>{&quot;items&quot;: [{&quot;id&quot;: &quot;fil_01M84AHKX65C6DZ4BBMJJBFCH5&quot;, &quot;resource_type&quot;: &quot;file&quot;,
                   &quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;parent_id&quot;: null, &quot;name&quot;: &quot;héllo.txt&quot;,
                   &quot;path&quot;: &quot;/héllo.txt&quot;, &quot;size&quot;: 11, &quot;mime_type&quot;: &quot;text/plain&quot;,
                   &quot;trashed_at&quot;: &quot;2026-11-23T14:02:11.005Z&quot;, &quot;trashed_by&quot;: &quot;usr_01M84AHJ8D04N0ZZJZYTVD7BS9&quot;}],
         &quot;next_before&quot;: null, &quot;has_more&quot;: false}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="emptyTrash"><summary><b class="delete">DELETE</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>trash</code> <span>Purge all of it</span></summary>
        <p>Needs MANAGE_PERMISSIONS, since nothing brings back what is purged. What an open conflict names is kept. When the
        request breaks off, what was done until then stays done; ask again.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X DELETE &quot;$URL/api/v1/trash?share_id=SHARE_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td>query</td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> What became of it. <code>application/json</code>: <a href="#shape-PurgeAnswer">PurgeAnswer</a></p>
        <pre><code>{&quot;purged&quot;: 3, &quot;kept&quot;: 0, &quot;freed_bytes&quot;: 20480}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="purgeFromTrash"><summary><b class="delete">DELETE</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>trash/<wbr>{id}</code> <span>Purge one thing</span></summary>
        <p>Needs MANAGE_PERMISSIONS, since nothing brings back what is purged. A folder goes with all that lies in it. When
        an open conflict names the thing, that is <code>SYNC_CONFLICT</code>; where it names something in a folder, that is kept.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X DELETE &quot;$URL/api/v1/trash/$ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>id</code></td><td>path</td><td><a href="#shape-NodeID">NodeID</a></td><td>Of a file or folder in the trash.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> What became of it. <code>application/json</code>: <a href="#shape-PurgeAnswer">PurgeAnswer</a></p>
        <pre><code>{&quot;purged&quot;: 3, &quot;kept&quot;: 0, &quot;freed_bytes&quot;: 20480}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>409 SYNC_CONFLICT</code></td><td>It was settled otherwise already.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="restoreFromTrash"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>trash/<wbr>{id}/<wbr>restore</code> <span>Bring something back</span></summary>
        <p>Needs CREATE. It comes back where it was, with the folders above it, or where the body says. A taken name is
        <code>NAME_CONFLICT</code>: give another one.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/trash/$ID/restore&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;name&quot;: &quot;hello again.txt&quot;}&#x27;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>id</code></td><td>path</td><td><a href="#shape-NodeID">NodeID</a></td><td>Of a file or folder in the trash.</td></tr></table>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-PlacePatch">PlacePatch</a></p>
        <pre><code>{&quot;name&quot;: &quot;hello again.txt&quot;}</code></pre>
        <h4>Answers</h4>
        <p><b>200</b> The file or folder. <code>application/json</code>: <a href="#shape-Node">Node</a></p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>409 NAME_CONFLICT</code></td><td>It is taken.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        </section>
        <section id="uploads"><h2>Uploads</h2><p>For clients that cut and hash nothing themselves: start, send chunks of equal size in any order, complete.</p>

        <details class=operation id="createUpload"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>uploads</code> <span>Start an upload</span></summary>
        <p>Needs CREATE. <code>chunk_size</code> is that of all chunks but the last; absent, the server chooses. A user may have 100 under
        way. It ends 24 hours after the last chunk came.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/uploads&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;folder_id&quot;: null, &quot;file_name&quot;: &quot;film.mp4&quot;, &quot;file_size&quot;: 6000000}&#x27;</code></pre></div>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-NewUpload">NewUpload</a></p>
        <pre><code>{&quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;, &quot;folder_id&quot;: null, &quot;file_name&quot;: &quot;film.mp4&quot;,
         &quot;file_size&quot;: 6000000}</code></pre>
        <h4>Answers</h4>
        <p><b>201</b> The upload. <code>application/json</code>: <a href="#shape-Upload">Upload</a></p>
        <pre><code>{&quot;session_id&quot;: &quot;upl_01M84B3Y0C9VZ5E4K7QDJ2M8XN&quot;, &quot;share_id&quot;: &quot;shr_01M84AHKNHT31KGQTC84W299MP&quot;,
         &quot;folder_id&quot;: null, &quot;file_name&quot;: &quot;film.mp4&quot;, &quot;file_size&quot;: 6000000, &quot;chunk_size&quot;: 4194304,
         &quot;total_chunks&quot;: 2, &quot;status&quot;: &quot;open&quot;, &quot;received_chunks&quot;: 0, &quot;received&quot;: [], &quot;file_id&quot;: null,
         &quot;version_id&quot;: null, &quot;created_at&quot;: &quot;2026-11-23T13:57:10.412Z&quot;,
         &quot;expires_at&quot;: &quot;2026-11-24T13:57:10.412Z&quot;}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="getUpload"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>uploads/<wbr>{session_id}</code> <span>Which chunks have come</span></summary>
        <p><code>received</code> has ranges of indexes, both ends included. Of very many ranges the later ones are left out; sending a
        chunk again does no harm.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/uploads/$SESSION_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>session_id</code></td><td>path</td><td><a href="#shape-UploadID">UploadID</a></td><td></td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> The upload. <code>application/json</code>: <a href="#shape-Upload">Upload</a></p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="deleteUpload"><summary><b class="delete">DELETE</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>uploads/<wbr>{session_id}</code> <span>Give an upload up</span></summary>
        <p>What came is forgotten. A file that it became stays.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X DELETE &quot;$URL/api/v1/uploads/$SESSION_ID&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>session_id</code></td><td>path</td><td><a href="#shape-UploadID">UploadID</a></td><td></td></tr></table>
        <h4>Answers</h4>
        <p><b>204</b> It is done. </p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="sendUploadChunk"><summary><b class="put">PUT</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>uploads/<wbr>{session_id}/<wbr>chunks/<wbr>{index}</code> <span>Send one chunk</span></summary>
        <p>In any order, and several at once. The body is its bytes, whatever its <code>Content-Type</code>; it takes the place of what
        came under this index before. When the answer comes it is durable.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X PUT &quot;$URL/api/v1/uploads/$SESSION_ID/chunks/$INDEX&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/octet-stream&#x27; \
          --data-binary @FILE</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>session_id</code></td><td>path</td><td><a href="#shape-UploadID">UploadID</a></td><td></td></tr><tr><td><code>index</code></td><td>path</td><td>integer, 0 to 999,999</td><td>From 0.</td></tr></table>
        <h4>Body</h4><p><code>application/octet-stream</code>: string, at most 8,388,608 bytes</p>
        <h4>Answers</h4>
        <p><b>200</b> What came. <code>application/json</code>: <a href="#shape-UploadedChunk">UploadedChunk</a></p>
        <pre><code>{&quot;index&quot;: 0, &quot;size&quot;: 11,
         &quot;checksum_sha256&quot;: &quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>A parameter or member is missing or wrong.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        <details class=operation id="completeUpload"><summary><b class="post">POST</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>uploads/<wbr>{session_id}/<wbr>complete</code> <span>Make a file of an upload</span></summary>
        <p>Needs CREATE. Quick, whatever the size, when the chunks came about in order, because the checksum of the whole runs
        along with them. What came more than 32 MiB before its turn, or before a restart of the server, is read once more now, a
        second or so for each GB; a call that the client gave up may be repeated. A chunk that did not come is <code>CONTENT_MISSING</code> with the first 1,000 indexes.
        A taken name is <code>NAME_CONFLICT</code>, and the upload stays: complete it under another one. Once the file is made, the
        same call answers it again.</p>
        <p>With <code>as=version</code> no file is made, but a version that one change of an <code>apply</code> by this user in this share may name as
        its <code>version_id</code> within 24 hours, or the <code>version_id</code> that resolves a conflict with <code>MANUAL</code>. It keeps this id. Another
        change that names it once more is <code>VALIDATION_FAILED</code>.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X POST &quot;$URL/api/v1/uploads/$SESSION_ID/complete&quot; \
          -H &quot;Authorization: Bearer $TOKEN&quot; \
          -H &#x27;Content-Type: application/json&#x27; \
          -d &#x27;{&quot;file_name&quot;: &quot;film (2).mp4&quot;}&#x27;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>session_id</code></td><td>path</td><td><a href="#shape-UploadID">UploadID</a></td><td></td></tr><tr><td><code>as</code>?</td><td>query</td><td><code>file</code>, <code>version</code></td><td></td></tr></table>
        <h4>Body</h4><p><code>application/json</code>: <a href="#shape-UploadPlace">UploadPlace</a></p>
        <pre><code>{&quot;file_name&quot;: &quot;film (2).mp4&quot;}</code></pre>
        <h4>Answers</h4>
        <p><b>201</b> The file, or the version. <code>application/json</code>: <a href="#shape-File">File</a> or <a href="#shape-UploadedVersion">UploadedVersion</a></p>
        <pre><code>{&quot;version_id&quot;: &quot;ver_01M84B4QW2H6ZC0A9R5TJX7N3D&quot;, &quot;size&quot;: 6000000,
         &quot;checksum_sha256&quot;: &quot;b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9&quot;,
         &quot;expires_at&quot;: &quot;2026-11-24T13:58:02.100Z&quot;}</code></pre>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>403 PERMISSION_DENIED</code></td><td>The caller may see it but not do this.</td></tr><tr><td><code>404 NOT_FOUND</code></td><td>Something is not there, or the caller may not know of it.</td></tr><tr><td><code>409 NAME_CONFLICT</code></td><td>The name is taken, or a chunk came just now.</td></tr><tr><td><code>409 SYNC_CONFLICT</code></td><td>The name is taken, or a chunk came just now.</td></tr><tr><td><code>410 GONE</code></td><td>It was there, and is no more.</td></tr><tr><td><code>413 PAYLOAD_TOO_LARGE</code></td><td>Over a limit, which <code>detail</code> names.</td></tr><tr><td><code>415 UNSUPPORTED_MEDIA_TYPE</code></td><td>Another <code>Content-Type</code> than expected.</td></tr><tr><td><code>422 VALIDATION_FAILED</code></td><td>Chunks are missing, or the whole is not what it should be.</td></tr><tr><td><code>422 CONTENT_MISSING</code></td><td>Chunks are missing, or the whole is not what it should be.</td></tr><tr><td><code>422 CHECKSUM_MISMATCH</code></td><td>Chunks are missing, or the whole is not what it should be.</td></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr><tr><td><code>507 QUOTA_EXCEEDED</code></td><td>No room in the share or on the disk.</td></tr></table>
        </details>
        </section>
        <section id="the-device-socket"><h2>The device socket</h2><p>Frames are hints, so that a device need not ask all the time. What has happened is in the log.</p>

        <details class=operation id="socket"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>sync/<wbr>ws/<wbr>{device_id}</code> <span>A WebSocket that tells a device when to look</span></summary>
        <p>With a WebSocket handshake, and the token as <code>?token=…</code> or in <code>Authorization</code>. The handshake is accepted in any
        case; what is wrong is told by the close code:</p>
        <table>
        <thead>
        <tr>
        <th>code</th>
        <th>meaning</th>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td>1001</td>
        <td>the server is stopping</td>
        </tr>
        <tr>
        <td>1002</td>
        <td>broken frames</td>
        </tr>
        <tr>
        <td>1009</td>
        <td>a frame over 64 KiB</td>
        </tr>
        <tr>
        <td>1011</td>
        <td>a fault of the server</td>
        </tr>
        <tr>
        <td>4401</td>
        <td>no token, a bad one, one that has expired meanwhile, or its user was suspended or taken out of a share: connect anew</td>
        </tr>
        <tr>
        <td>4403</td>
        <td>the device is inactive</td>
        </tr>
        <tr>
        <td>4404</td>
        <td>the device is unknown or was removed</td>
        </tr>
        <tr>
        <td>4408</td>
        <td>no answer to two pings, which come every 30 s</td>
        </tr>
        <tr>
        <td>4429</td>
        <td>more than 64 sockets of this user</td>
        </tr>
        </tbody>
        </table>
        <p>Who is taken out of a share may come back at once, with the same token while it is good: the socket ends so that
        nothing is heard that was meant for a member.</p>
        <p>The server sends text frames from connecting on, about shares that the user can read and the device syncs; of parts
        of a share, only changes that show in <code>changes</code> with its <code>device_id</code>. All sockets of a device hear that one of its
        preferences was set. <code>force_sync</code> means: take a snapshot of this share.</p>
        <pre><code>{&quot;event_type&quot;:&quot;change&quot;,&quot;share_id&quot;:&quot;shr_…&quot;,&quot;data&quot;:{…a row of the log…}}
        {&quot;event_type&quot;:&quot;sync_preference_updated&quot;,&quot;share_id&quot;:&quot;shr_…&quot;,&quot;device_id&quot;:&quot;…&quot;}
        {&quot;event_type&quot;:&quot;force_sync&quot;,&quot;share_id&quot;:&quot;shr_…&quot;}
        </code></pre>
        <p><code>force_sync</code> says that the device's cursor in this share is no longer accepted, or that more of the share is to be
        read than the log tells: take a snapshot. It comes when that happens, and again on connecting.</p>
        <p>The client may send <code>{&quot;type&quot;:&quot;ping&quot;}</code>, answered by <code>{&quot;type&quot;:&quot;pong&quot;,&quot;event_type&quot;:&quot;pong&quot;}</code>, and
        <code>{&quot;type&quot;:&quot;subscribe&quot;}</code>, answered by <code>{&quot;type&quot;:&quot;subscribed&quot;}</code>; whatever is committed after that answer is heard.
        Anything else is answered by <code>{&quot;type&quot;:&quot;error&quot;,&quot;code&quot;:&quot;BAD_REQUEST&quot;}</code>. When more than 256 frames wait for a slow
        reader, only the newest of each share stays.</p>
        <p>A request without a handshake is 400.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/sync/ws/$DEVICE_ID&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>device_id</code></td><td>path</td><td><a href="#shape-DeviceID">DeviceID</a></td><td>Percent-encoded.</td></tr><tr><td><code>token</code>?</td><td>query</td><td>string</td><td>An access token, for clients that cannot send <code>Authorization</code>, such as browsers.</td></tr></table>
        <h4>Answers</h4>
        <p><b>101</b> The socket is open. </p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        </section>
        <section id="for-operators"><h2>For operators</h2><p>None of these asks for a token: keep them from the public by a proxy if that matters.</p>
        <p>The log is a line of JSON each on standard error. A request's line has its method, route template, status, duration,
        id and user; never a query, a header or a token.</p>

        <details class=operation id="health"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>health</code> <span>Whether the process answers</span></summary>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/health&quot;</code></pre></div>
        <h4>Answers</h4>
        <p><b>200</b> It does. <code>application/json</code>: object</p>

        </details>
        <details class=operation id="ready"><summary><b class="get">GET</b> 
        <code>/<wbr>api/<wbr>v1/<wbr>ready</code> <span>Whether both stores answer</span></summary>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/api/v1/ready&quot;</code></pre></div>
        <h4>Answers</h4>
        <p><b>200</b> They do. Else 503. <code>application/json</code>: object</p>

        </details>
        <details class=operation id="metrics"><summary><b class="get">GET</b> 
        <code>/<wbr>metrics</code> <span>Figures for Prometheus</span></summary>
        <p><code>tideline_requests_total</code> and <code>tideline_request_seconds</code> by route, <code>tideline_content_sent_bytes_total</code>,
        <code>tideline_content_received_bytes_total</code>, <code>tideline_changes_committed_total</code>, <code>tideline_sockets</code>.</p>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/metrics&quot;</code></pre></div>
        <h4>Answers</h4>
        <p><b>200</b> Prometheus text, version 0.0.4. <code>text/plain</code>: string</p>

        </details>
        <details class=operation id="description"><summary><b class="get">GET</b> 
        <code>/<wbr>openapi.yaml</code> <span>This description</span></summary>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/openapi.yaml&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>If-None-Match</code>?</td><td>header</td><td>string</td><td>Entity tags of what the client has.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> OpenAPI 3.1. <code>application/yaml</code>: object</p>
        <p><b>304</b> You have it. </p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        <details class=operation id="page"><summary><b class="get">GET</b> 
        <code>/<wbr>docs</code> <span>This description as a page</span></summary>

        <div class=curl><button type=button>Copy</button><pre><code>curl -X GET &quot;$URL/docs&quot;</code></pre></div>
        <h4>Parameters</h4><table><tr><th>name</th><th>in</th><th>is</th><th></th></tr><tr><td><code>If-None-Match</code>?</td><td>header</td><td>string</td><td>Entity tags of what the client has.</td></tr></table>
        <h4>Answers</h4>
        <p><b>200</b> One page that needs nothing from elsewhere. <code>text/html</code>: string</p>
        <p><b>304</b> You have it. </p>
        <table><tr><th>error</th><th>when</th></tr><tr><td><code>429 RATE_LIMITED</code></td><td>Too much at once.</td></tr></table>
        </details>
        </section>
        <section id=shapes><h2>Shapes</h2><p>What has a <code>?</code> may be absent.</p>
        <details class=shape id=shape-TenantID><summary>TenantID</summary>
        <p> string</p>
        <p><code>^tnt_[0-7][0-9A-HJKMNP-TV-Z]{25}$</code></p>
        </details>
        <details class=shape id=shape-UserID><summary>UserID</summary>
        <p> string</p>
        <p><code>^usr_[0-7][0-9A-HJKMNP-TV-Z]{25}$</code></p>
        </details>
        <details class=shape id=shape-ShareID><summary>ShareID</summary>
        <p> string</p>
        <p><code>^shr_[0-7][0-9A-HJKMNP-TV-Z]{25}$</code></p>
        </details>
        <details class=shape id=shape-FileID><summary>FileID</summary>
        <p> string</p>
        <p><code>^fil_[0-7][0-9A-HJKMNP-TV-Z]{25}$</code></p>
        </details>
        <details class=shape id=shape-FolderID><summary>FolderID</summary>
        <p> string</p>
        <p><code>^fld_[0-7][0-9A-HJKMNP-TV-Z]{25}$</code></p>
        </details>
        <details class=shape id=shape-NodeID><summary>NodeID</summary>
        <p> string</p>
        <p><code>^(fil|fld)_[0-7][0-9A-HJKMNP-TV-Z]{25}$</code></p>
        </details>
        <details class=shape id=shape-VersionID><summary>VersionID</summary>
        <p> string</p>
        <p><code>^ver_[0-7][0-9A-HJKMNP-TV-Z]{25}$</code></p>
        </details>
        <details class=shape id=shape-VersionName><summary>VersionName</summary>
        <p> string</p>
        <p><code>^(ver_[0-7][0-9A-HJKMNP-TV-Z]{25}|[0-9]{1,18})$</code></p>
        </details>
        <details class=shape id=shape-UploadID><summary>UploadID</summary>
        <p> string</p>
        <p><code>^upl_[0-7][0-9A-HJKMNP-TV-Z]{25}$</code></p>
        </details>
        <details class=shape id=shape-ChangeID><summary>ChangeID</summary>
        <p> string</p>
        <p><code>^chg_[0-7][0-9A-HJKMNP-TV-Z]{25}$</code></p>
        </details>
        <details class=shape id=shape-ConflictID><summary>ConflictID</summary>
        <p> string</p>
        <p><code>^cfl_[0-7][0-9A-HJKMNP-TV-Z]{25}$</code></p>
        </details>
        <details class=shape id=shape-DeviceID><summary>DeviceID</summary>
        <p>Chosen by the client; typically a UUID. string, 1 to 128 characters</p>

        </details>
        <details class=shape id=shape-Time><summary>Time</summary>
        <p>RFC 3339 in UTC, ending in <code>Z</code>. string</p>
        <p><code>Z$</code></p>
        </details>
        <details class=shape id=shape-AnyTime><summary>AnyTime</summary>
        <p>RFC 3339 with any offset, in the years from 1678 to 2261. More than nine decimals are cut. string</p>
        <p><code>^(167[89]|16[89][0-9]|1[789][0-9]{2}|2[01][0-9]{2}|22[0-5][0-9]|226[01])-</code></p>
        </details>
        <details class=shape id=shape-Hash><summary>Hash</summary>
        <p>SHA-256 in hexadecimal digits; answers have lower case. string</p>
        <p><code>^[0-9A-Fa-f]{64}$</code></p>
        </details>
        <details class=shape id=shape-ETag><summary>ETag</summary>
        <p>An entity tag. string</p>
        <p><code>^&quot;[0-9a-f]{64}&quot;$</code></p>
        </details>
        <details class=shape id=shape-Position><summary>Position</summary>
        <p>A place in the log. Positions only grow; take them as they come. integer, 0 to 9,007,199,254,740,991</p>

        </details>
        <details class=shape id=shape-PageToken><summary>PageToken</summary>
        <p>Opaque. string</p>
        <p><code>^[0-9]+\.(fil|fld)_[0-7][0-9A-HJKMNP-TV-Z]{25}\.[0-9a-f]{16}$</code></p>
        </details>
        <details class=shape id=shape-Name><summary>Name</summary>
        <p>The name of a file or folder: 1 to 255 bytes, any text but <code>.</code>, <code>..</code> and what has a <code>/</code> or a NUL in it. Kept in normalization form C. Two names are equal when their full case folding is. string, 1 to 255 characters</p>
        <p><code>^[^/\x00]+$</code></p>
        </details>
        <details class=shape id=shape-Path><summary>Path</summary>
        <p>Names from the root of the share down, such as <code>/Plans/a.txt</code>: 4,096 bytes and 128 names at most. string, 2 to 4,096 characters</p>
        <p><code>^(/[^/\x00]+)+$</code></p>
        </details>
        <details class=shape id=shape-MimeType><summary>MimeType</summary>
        <p>A media type, of printable ASCII characters. string, at most 255 characters</p>
        <p><code>^[ -~]*/[ -~]*$</code></p>
        </details>
        <details class=shape id=shape-Resolution><summary>Resolution</summary>
        <p> <code>LAST_WRITER_WINS</code>, <code>KEEP_BOTH</code>, <code>SERVER_WINS</code>, <code>CLIENT_WINS</code>, <code>MANUAL</code></p>

        </details>
        <details class=shape id=shape-ResourceType><summary>ResourceType</summary>
        <p> <code>file</code>, <code>folder</code>, <code>share</code></p>

        </details>
        <details class=shape id=shape-ChangeType><summary>ChangeType</summary>
        <p> <code>created</code>, <code>updated</code>, <code>deleted</code>, <code>moved</code>, <code>renamed</code></p>

        </details>
        <details class=shape id=shape-Role><summary>Role</summary>
        <p> <code>reader</code>, <code>contributor</code>, <code>admin</code>, <code>owner</code></p>

        </details>
        <details class=shape id=shape-GivenRole><summary>GivenRole</summary>
        <p> <code>reader</code>, <code>contributor</code>, <code>admin</code></p>

        </details>
        <details class=shape id=shape-ErrorCode><summary>ErrorCode</summary>
        <p> <code>SYNC_CONFLICT</code>, <code>SYNC_VERSION_STALE</code>, <code>SYNC_CURSOR_INVALID</code>, <code>NOT_FOUND</code>, <code>BAD_REQUEST</code>, <code>UNAUTHENTICATED</code>, <code>PERMISSION_DENIED</code>, <code>DEVICE_INACTIVE</code>, <code>METHOD_NOT_ALLOWED</code>, <code>NAME_CONFLICT</code>, <code>GONE</code>, <code>PAYLOAD_TOO_LARGE</code>, <code>UNSUPPORTED_MEDIA_TYPE</code>, <code>RANGE_NOT_SATISFIABLE</code>, <code>VALIDATION_FAILED</code>, <code>CONTENT_MISSING</code>, <code>CHECKSUM_MISMATCH</code>, <code>RATE_LIMITED</code>, <code>INTERNAL</code>, <code>UNAVAILABLE</code>, <code>QUOTA_EXCEEDED</code>, <code>BATCH_UNDONE</code></p>

        </details>
        <details class=shape id=shape-Problem><summary>Problem</summary>
        <p>An error, by RFC 9457. </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>type</code></td><td><code>&quot;about:blank&quot;</code></td><td></td></tr><tr><td><code>title</code></td><td>string, at least 1 characters</td><td></td></tr><tr><td><code>status</code></td><td>integer, 400 to 599</td><td></td></tr><tr><td><code>code</code></td><td><a href="#shape-ErrorCode">ErrorCode</a></td><td></td></tr><tr><td><code>detail</code></td><td>string, at least 1 characters</td><td>For people. Says what is wrong and what to do.</td></tr><tr><td><code>request_id</code></td><td>string, at least 1 characters</td><td></td></tr><tr><td><code>errors</code>?</td><td>array of object</td><td>With <code>VALIDATION_FAILED</code>, what is wrong where.</td></tr><tr><td><code>errors[].``loc</code></td><td>array of string</td><td></td></tr><tr><td><code>errors[].``msg</code></td><td>string</td><td></td></tr><tr><td><code>missing</code>?</td><td>array of <a href="#shape-Hash">Hash</a> or integer</td><td>With <code>CONTENT_MISSING</code>, hashes of chunks; of an upload their indexes.</td></tr><tr><td><code>conflicts</code>?</td><td>array of <a href="#shape-Conflict">Conflict</a></td><td>With a refused strict batch.</td></tr><tr><td><code>error</code>?</td><td><code>invalid_grant</code>, <code>invalid_request</code>, <code>unsupported_grant_type</code></td><td>With a refused login, by RFC 6749.</td></tr><tr><td><code>error_description</code>?</td><td>string</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-LoginForm><summary>LoginForm</summary>
        <p>16 KiB at most. </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>grant_type</code></td><td><code>&quot;password&quot;</code></td><td></td></tr><tr><td><code>username</code></td><td>string, at least 1 characters</td><td>The name or the e-mail.</td></tr><tr><td><code>password</code></td><td>string, at least 1 characters</td><td></td></tr><tr><td><code>grant_type</code></td><td><code>&quot;refresh_token&quot;</code></td><td></td></tr><tr><td><code>refresh_token</code></td><td>string, at least 1 characters</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-TokenAnswer><summary>TokenAnswer</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>access_token</code></td><td>string</td><td></td></tr><tr><td><code>token_type</code></td><td><code>&quot;Bearer&quot;</code></td><td></td></tr><tr><td><code>expires_in</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>refresh_token</code></td><td>string</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-KeySet><summary>KeySet</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>keys</code></td><td>array of object, at least 1</td><td></td></tr><tr><td><code>keys[].``alg</code></td><td><code>&quot;ES256&quot;</code></td><td></td></tr><tr><td><code>keys[].``crv</code></td><td><code>&quot;P-256&quot;</code></td><td></td></tr><tr><td><code>keys[].``kid</code></td><td>string, at least 1 characters</td><td></td></tr><tr><td><code>keys[].``kty</code></td><td><code>&quot;EC&quot;</code></td><td></td></tr><tr><td><code>keys[].``use</code></td><td><code>&quot;sig&quot;</code></td><td></td></tr><tr><td><code>keys[].``x</code></td><td>string</td><td></td></tr><tr><td><code>keys[].``y</code></td><td>string</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Config><summary>Config</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>server</code></td><td>object</td><td></td></tr><tr><td><code>auth</code></td><td>object</td><td></td></tr><tr><td><code>limits</code></td><td><a href="#shape-Limits">Limits</a></td><td></td></tr><tr><td><code>chunking</code></td><td>object</td><td></td></tr><tr><td><code>retention</code></td><td>object</td><td></td></tr><tr><td><code>features</code></td><td>array of string</td><td>What this server can do that another one of the same protocol might not; new ones may appear.</td></tr></table>

        </details>
        <details class=shape id=shape-Limits><summary>Limits</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>apply_body_bytes_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>apply_changes_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>bulk_download_file_bytes_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>bulk_download_items_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>chunk_batch_bytes_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>chunk_batch_count_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>chunk_bytes_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>client_change_id_bytes_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>depth_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>device_id_characters_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>devices_per_user_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>file_bytes_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>json_body_bytes_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>list_rows_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>missing_hashes_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>name_bytes_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>page_rows_default</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>page_rows_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>path_bytes_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>requests_per_minute</code></td><td>integer or null, at least 1</td><td></td></tr><tr><td><code>socket_frame_bytes_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>socket_ping_seconds</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>sockets_per_user_max</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>wait_seconds_max</code></td><td>integer, at least 1</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-UserName><summary>UserName</summary>
        <p>1 to 64 bytes without <code>@</code>, spaces and control characters. string, 1 to 64 characters</p>
        <p><code>^[^@ \x00-\x1F\x7F-\x9F]+$</code></p>
        </details>
        <details class=shape id=shape-Email><summary>Email</summary>
        <p>At most 254 bytes. string, at most 254 characters</p>
        <p><code>^[^@ \x00-\x1F\x7F-\x9F]+(@[^@ \x00-\x1F\x7F-\x9F]+)+$</code></p>
        </details>
        <details class=shape id=shape-Password><summary>Password</summary>
        <p>8 to 1,024 bytes. string, 8 to 1,024 characters</p>

        </details>
        <details class=shape id=shape-User><summary>User</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>id</code></td><td><a href="#shape-UserID">UserID</a></td><td></td></tr><tr><td><code>tenant_id</code></td><td><a href="#shape-TenantID">TenantID</a></td><td></td></tr><tr><td><code>name</code></td><td>string</td><td></td></tr><tr><td><code>email</code></td><td>string</td><td></td></tr><tr><td><code>is_admin</code></td><td>boolean</td><td></td></tr><tr><td><code>status</code></td><td><code>active</code>, <code>suspended</code></td><td></td></tr><tr><td><code>created_at</code></td><td><a href="#shape-Time">Time</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-UserList><summary>UserList</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>users</code></td><td>array of <a href="#shape-User">User</a></td><td></td></tr><tr><td><code>total</code></td><td>integer</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-NewUser><summary>NewUser</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>name</code></td><td><a href="#shape-UserName">UserName</a></td><td></td></tr><tr><td><code>email</code></td><td><a href="#shape-Email">Email</a></td><td></td></tr><tr><td><code>password</code></td><td><a href="#shape-Password">Password</a></td><td></td></tr><tr><td><code>is_admin</code>?</td><td>boolean or null; else false</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-UserPatch><summary>UserPatch</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>status</code>?</td><td><code>active</code>, <code>suspended</code>, <code>null</code></td><td></td></tr><tr><td><code>name</code>?</td><td><a href="#shape-UserName">UserName</a> or null</td><td></td></tr><tr><td><code>password</code>?</td><td><a href="#shape-Password">Password</a> or null</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Share><summary>Share</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>id</code></td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>name</code></td><td>string, at least 1 characters</td><td></td></tr><tr><td><code>type</code></td><td><code>&quot;team&quot;</code></td><td></td></tr><tr><td><code>role</code></td><td><a href="#shape-Role">Role</a></td><td>The caller's.</td></tr><tr><td><code>owner_id</code></td><td><a href="#shape-UserID">UserID</a></td><td></td></tr><tr><td><code>quota_bytes</code></td><td>integer or null</td><td></td></tr><tr><td><code>used_bytes</code></td><td>integer</td><td></td></tr><tr><td><code>created_at</code></td><td><a href="#shape-Time">Time</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-ShareList><summary>ShareList</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>shares</code></td><td>array of <a href="#shape-Share">Share</a></td><td></td></tr><tr><td><code>total</code></td><td>integer</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-ShareName><summary>ShareName</summary>
        <p>1 to 255 bytes without control characters. string, 1 to 255 characters</p>
        <p><code>^[^\x00-\x1F\x7F-\x9F]+$</code></p>
        </details>
        <details class=shape id=shape-Quota><summary>Quota</summary>
        <p>How many bytes of content may be in the share; null for no bound. integer or null, 0 to 9,223,372,036,854,775,807</p>

        </details>
        <details class=shape id=shape-NewShare><summary>NewShare</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>name</code></td><td><a href="#shape-ShareName">ShareName</a></td><td></td></tr><tr><td><code>quota_bytes</code>?</td><td><a href="#shape-Quota">Quota</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-SharePatch><summary>SharePatch</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>name</code>?</td><td><a href="#shape-ShareName">ShareName</a> or null</td><td></td></tr><tr><td><code>quota_bytes</code>?</td><td><a href="#shape-Quota">Quota</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Member><summary>Member</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>user_id</code></td><td><a href="#shape-UserID">UserID</a></td><td></td></tr><tr><td><code>email</code></td><td>string</td><td></td></tr><tr><td><code>name</code></td><td>string</td><td></td></tr><tr><td><code>role</code></td><td><a href="#shape-Role">Role</a></td><td></td></tr><tr><td><code>created_at</code></td><td><a href="#shape-Time">Time</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-MemberList><summary>MemberList</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>members</code></td><td>array of <a href="#shape-Member">Member</a></td><td></td></tr><tr><td><code>total</code></td><td>integer</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-NewMember><summary>NewMember</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>user_id</code>?</td><td>string or null</td><td></td></tr><tr><td><code>email</code>?</td><td>string or null</td><td></td></tr><tr><td><code>role</code></td><td><a href="#shape-GivenRole">GivenRole</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-MemberPatch><summary>MemberPatch</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>role</code></td><td><a href="#shape-GivenRole">GivenRole</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Device><summary>Device</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>device_id</code></td><td><a href="#shape-DeviceID">DeviceID</a></td><td></td></tr><tr><td><code>device_name</code></td><td>string, at least 1 characters</td><td></td></tr><tr><td><code>platform</code></td><td><a href="#shape-Platform">Platform</a></td><td></td></tr><tr><td><code>client_version</code></td><td>string</td><td></td></tr><tr><td><code>is_active</code></td><td>boolean</td><td></td></tr><tr><td><code>last_seen_at</code></td><td><a href="#shape-Time">Time</a> or null</td><td></td></tr><tr><td><code>created_at</code></td><td><a href="#shape-Time">Time</a></td><td></td></tr><tr><td><code>user_id</code></td><td><a href="#shape-UserID">UserID</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Platform><summary>Platform</summary>
        <p> <code>windows</code>, <code>macos</code>, <code>linux</code>, <code>ios</code>, <code>android</code>, <code>web</code>, <code>cli</code></p>

        </details>
        <details class=shape id=shape-DeviceName><summary>DeviceName</summary>
        <p>1 to 128 bytes without control characters. string, 1 to 128 characters</p>
        <p><code>^[^\x00-\x1F\x7F-\x9F]+$</code></p>
        </details>
        <details class=shape id=shape-NewDevice><summary>NewDevice</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>device_id</code></td><td><a href="#shape-DeviceID">DeviceID</a></td><td></td></tr><tr><td><code>device_name</code></td><td><a href="#shape-DeviceName">DeviceName</a></td><td></td></tr><tr><td><code>platform</code></td><td><a href="#shape-Platform">Platform</a></td><td></td></tr><tr><td><code>client_version</code></td><td>string, at most 64 characters</td><td>A semantic version (semver.org).</td></tr></table>

        </details>
        <details class=shape id=shape-DevicePatch><summary>DevicePatch</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>device_name</code>?</td><td><a href="#shape-DeviceName">DeviceName</a> or null</td><td></td></tr><tr><td><code>is_active</code>?</td><td>boolean or null</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Preference><summary>Preference</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>device_id</code></td><td><a href="#shape-DeviceID">DeviceID</a></td><td></td></tr><tr><td><code>share_id</code></td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>sync_enabled</code></td><td>boolean</td><td></td></tr><tr><td><code>selected_folders</code></td><td><a href="#shape-ChosenFolders">ChosenFolders</a></td><td>Empty, the whole share.</td></tr><tr><td><code>excluded_folders</code></td><td><a href="#shape-ChosenFolders">ChosenFolders</a></td><td></td></tr><tr><td><code>selected_folder_ids</code></td><td><a href="#shape-ChosenFolderIDs">ChosenFolderIDs</a></td><td>The same by id, in the same order.</td></tr><tr><td><code>excluded_folder_ids</code></td><td><a href="#shape-ChosenFolderIDs">ChosenFolderIDs</a></td><td></td></tr><tr><td><code>updated_at</code></td><td><a href="#shape-Time">Time</a> or null</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-ChosenFolderIDs><summary>ChosenFolderIDs</summary>
        <p> array of string, at most 1,000</p>

        </details>
        <details class=shape id=shape-ChosenFolders><summary>ChosenFolders</summary>
        <p>Paths, or ids. array of string, at most 1,000</p>

        </details>
        <details class=shape id=shape-PreferencePatch><summary>PreferencePatch</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>sync_enabled</code>?</td><td>boolean or null</td><td></td></tr><tr><td><code>selected_folders</code>?</td><td><a href="#shape-ChosenFolders">ChosenFolders</a> or null</td><td></td></tr><tr><td><code>excluded_folders</code>?</td><td><a href="#shape-ChosenFolders">ChosenFolders</a> or null</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-PreferencesPatch><summary>PreferencesPatch</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>preferences</code></td><td>array of object, at most 1,000</td><td></td></tr><tr><td><code>preferences[].``share_id</code></td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>preferences[].``sync_enabled</code>?</td><td>boolean or null</td><td></td></tr><tr><td><code>preferences[].``selected_folders</code>?</td><td><a href="#shape-ChosenFolders">ChosenFolders</a> or null</td><td></td></tr><tr><td><code>preferences[].``excluded_folders</code>?</td><td><a href="#shape-ChosenFolders">ChosenFolders</a> or null</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Metadata><summary>Metadata</summary>
        <p>Of a file all of the first five; of a folder nothing; of a membership the user and, unless it ended, the role. </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>size</code>?</td><td>integer</td><td>Bytes.</td></tr><tr><td><code>mime_type</code>?</td><td>string</td><td></td></tr><tr><td><code>checksum_sha256</code>?</td><td><a href="#shape-Hash">Hash</a></td><td></td></tr><tr><td><code>modified_at</code>?</td><td><a href="#shape-Time">Time</a></td><td></td></tr><tr><td><code>executable</code>?</td><td>boolean</td><td></td></tr><tr><td><code>user_id</code>?</td><td><a href="#shape-UserID">UserID</a></td><td></td></tr><tr><td><code>role</code>?</td><td><a href="#shape-Role">Role</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Change><summary>Change</summary>
        <p>A row of the log. </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>id</code></td><td><a href="#shape-ChangeID">ChangeID</a></td><td></td></tr><tr><td><code>tenant_id</code></td><td><a href="#shape-TenantID">TenantID</a></td><td></td></tr><tr><td><code>share_id</code></td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>resource_type</code></td><td><a href="#shape-ResourceType">ResourceType</a></td><td></td></tr><tr><td><code>resource_id</code></td><td>string</td><td></td></tr><tr><td><code>change_type</code></td><td><a href="#shape-ChangeType">ChangeType</a></td><td></td></tr><tr><td><code>changed_by</code></td><td><a href="#shape-UserID">UserID</a></td><td></td></tr><tr><td><code>changed_at</code></td><td><a href="#shape-Time">Time</a></td><td></td></tr><tr><td><code>old_path</code></td><td>string or null</td><td></td></tr><tr><td><code>new_path</code></td><td>string or null</td><td></td></tr><tr><td><code>version_id</code></td><td><a href="#shape-VersionID">VersionID</a> or null</td><td></td></tr><tr><td><code>metadata</code></td><td><a href="#shape-Metadata">Metadata</a></td><td></td></tr><tr><td><code>position</code></td><td><a href="#shape-Position">Position</a></td><td></td></tr><tr><td><code>parent_id</code></td><td><a href="#shape-FolderID">FolderID</a> or null</td><td>null at the root.</td></tr><tr><td><code>device_id</code></td><td>string or null</td><td>Of the device that made it.</td></tr></table>

        </details>
        <details class=shape id=shape-ChangesPage><summary>ChangesPage</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>changes</code></td><td>array of <a href="#shape-Change">Change</a>, at most 5,000</td><td></td></tr><tr><td><code>cursor</code></td><td><a href="#shape-Position">Position</a></td><td></td></tr><tr><td><code>has_more</code></td><td>boolean</td><td></td></tr><tr><td><code>share_id</code></td><td><a href="#shape-ShareID">ShareID</a> or null</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-SnapshotEntry><summary>SnapshotEntry</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>resource_type</code></td><td><code>file</code>, <code>folder</code></td><td></td></tr><tr><td><code>resource_id</code></td><td><a href="#shape-NodeID">NodeID</a></td><td></td></tr><tr><td><code>parent_id</code></td><td><a href="#shape-FolderID">FolderID</a> or null</td><td></td></tr><tr><td><code>path</code></td><td>string</td><td></td></tr><tr><td><code>name</code></td><td>string, at least 1 characters</td><td></td></tr><tr><td><code>version_id</code></td><td><a href="#shape-VersionID">VersionID</a> or null</td><td></td></tr><tr><td><code>metadata</code></td><td><a href="#shape-Metadata">Metadata</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-SnapshotPage><summary>SnapshotPage</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>entries</code></td><td>array of <a href="#shape-SnapshotEntry">SnapshotEntry</a>, at most 5,000</td><td></td></tr><tr><td><code>next_page_token</code></td><td><a href="#shape-PageToken">PageToken</a> or null</td><td></td></tr><tr><td><code>cursor</code></td><td><a href="#shape-Position">Position</a></td><td></td></tr><tr><td><code>has_more</code></td><td>boolean</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-SnapshotEnd><summary>SnapshotEnd</summary>
        <p>The last line of a snapshot in one answer. </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>complete</code></td><td><code>true</code></td><td></td></tr><tr><td><code>count</code></td><td>integer</td><td>Lines before this one.</td></tr><tr><td><code>cursor</code></td><td><a href="#shape-Position">Position</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-SyncStatus><summary>SyncStatus</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>cursor_position</code></td><td><a href="#shape-Position">Position</a></td><td></td></tr><tr><td><code>last_sync_at</code></td><td><a href="#shape-Time">Time</a> or null</td><td></td></tr><tr><td><code>pending_changes</code></td><td>integer, 0 to 100,000</td><td></td></tr><tr><td><code>has_conflicts</code></td><td>boolean</td><td></td></tr><tr><td><code>head_position</code></td><td><a href="#shape-Position">Position</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-CursorAnswer><summary>CursorAnswer</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>cursor_position</code></td><td><a href="#shape-Position">Position</a></td><td></td></tr><tr><td><code>last_sync_at</code></td><td><a href="#shape-Time">Time</a> or null</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Chunk><summary>Chunk</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>hash</code></td><td><a href="#shape-Hash">Hash</a></td><td></td></tr><tr><td><code>size</code></td><td>integer, 1 to 8,388,608</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-ProposedMetadata><summary>ProposedMetadata</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>size</code>?</td><td>integer or null</td><td>Bytes; must be the sum of the chunks.</td></tr><tr><td><code>mime_type</code>?</td><td><a href="#shape-MimeType">MimeType</a> or null</td><td>Absent, it is found by the name.</td></tr><tr><td><code>checksum_sha256</code>?</td><td><a href="#shape-Hash">Hash</a> or null</td><td>Absent, it is computed.</td></tr><tr><td><code>modified_at</code>?</td><td><a href="#shape-AnyTime">AnyTime</a> or null</td><td></td></tr><tr><td><code>executable</code>?</td><td>boolean or null; else false</td><td></td></tr><tr><td><code>chunks</code>?</td><td>array of <a href="#shape-Chunk">Chunk</a> or null, at most 1,000,000</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-ProposedChange><summary>ProposedChange</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>client_change_id</code>?</td><td>string or null, 1 to 128 characters</td><td>1 to 128 bytes.</td></tr><tr><td><code>resource_type</code></td><td><code>file</code>, <code>folder</code></td><td></td></tr><tr><td><code>resource_id</code>?</td><td><a href="#shape-NodeID">NodeID</a> or null</td><td></td></tr><tr><td><code>change_type</code></td><td><a href="#shape-ChangeType">ChangeType</a></td><td></td></tr><tr><td><code>version_id</code>?</td><td><a href="#shape-VersionID">VersionID</a> or null</td><td></td></tr><tr><td><code>base_version_id</code>?</td><td><a href="#shape-VersionID">VersionID</a> or null</td><td></td></tr><tr><td><code>old_path</code>?</td><td><a href="#shape-Path">Path</a> or null</td><td></td></tr><tr><td><code>new_path</code>?</td><td><a href="#shape-Path">Path</a> or null</td><td></td></tr><tr><td><code>parent_id</code>?</td><td><a href="#shape-FolderID">FolderID</a> or null</td><td>null is the root; absent, the paths say where.</td></tr><tr><td><code>name</code>?</td><td><a href="#shape-Name">Name</a> or null</td><td></td></tr><tr><td><code>metadata</code>?</td><td><a href="#shape-ProposedMetadata">ProposedMetadata</a> or null</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Batch><summary>Batch</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>device_id</code></td><td><a href="#shape-DeviceID">DeviceID</a></td><td></td></tr><tr><td><code>share_id</code></td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>conflict_resolution</code>?</td><td><a href="#shape-Resolution">Resolution</a> or null</td><td>Absent or null, the batch is strict.</td></tr><tr><td><code>changes</code></td><td>array of <a href="#shape-ProposedChange">ProposedChange</a>, at most 1,000</td><td></td></tr><tr><td><code>base_cursor</code>?</td><td><a href="#shape-Position">Position</a> or null</td><td></td></tr><tr><td><code>client_time</code>?</td><td><a href="#shape-AnyTime">AnyTime</a> or null</td><td></td></tr><tr><td><code>dry_run</code>?</td><td>boolean or null; else false</td><td></td></tr><tr><td><code>atomic</code>?</td><td>boolean or null; else false</td><td></td></tr><tr><td><code>whole_share</code>?</td><td>boolean or null; else false</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Applied><summary>Applied</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>client_change_id</code></td><td>string or null</td><td></td></tr><tr><td><code>resource_type</code></td><td><code>file</code>, <code>folder</code></td><td></td></tr><tr><td><code>resource_id</code></td><td><a href="#shape-NodeID">NodeID</a></td><td></td></tr><tr><td><code>change_type</code></td><td><a href="#shape-ChangeType">ChangeType</a></td><td>What happened</td></tr><tr><td><code>change_id</code></td><td><a href="#shape-ChangeID">ChangeID</a> or null</td><td></td></tr><tr><td><code>position</code></td><td><a href="#shape-Position">Position</a> or null</td><td></td></tr><tr><td><code>version_id</code></td><td><a href="#shape-VersionID">VersionID</a> or null</td><td></td></tr><tr><td><code>path</code></td><td>string or null</td><td></td></tr><tr><td><code>outcome</code></td><td><code>applied</code>, <code>unchanged</code>, <code>merged</code>, <code>renamed</code>, <code>replayed</code></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Rejected><summary>Rejected</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>client_change_id</code></td><td>string or null</td><td></td></tr><tr><td><code>index</code></td><td>integer, 0 to 999</td><td>Its place in the batch.</td></tr><tr><td><code>code</code></td><td><a href="#shape-ErrorCode">ErrorCode</a></td><td></td></tr><tr><td><code>detail</code></td><td>string, at least 1 characters</td><td></td></tr><tr><td><code>missing</code>?</td><td>array of <a href="#shape-Hash">Hash</a></td><td>With <code>CONTENT_MISSING</code>.</td></tr></table>

        </details>
        <details class=shape id=shape-ApplyAnswer><summary>ApplyAnswer</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>applied</code></td><td>array of <a href="#shape-Applied">Applied</a>, at most 1,000</td><td></td></tr><tr><td><code>conflicts</code></td><td>array of <a href="#shape-Conflict">Conflict</a></td><td></td></tr><tr><td><code>rejected</code></td><td>array of <a href="#shape-Rejected">Rejected</a>, at most 1,000</td><td></td></tr><tr><td><code>cursor</code></td><td><a href="#shape-Position">Position</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Conflict><summary>Conflict</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>id</code></td><td><a href="#shape-ConflictID">ConflictID</a></td><td></td></tr><tr><td><code>share_id</code></td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>device_id</code></td><td>string or null</td><td></td></tr><tr><td><code>resource_type</code></td><td><code>file</code>, <code>folder</code></td><td></td></tr><tr><td><code>resource_id</code></td><td><a href="#shape-NodeID">NodeID</a></td><td></td></tr><tr><td><code>path</code></td><td>string</td><td></td></tr><tr><td><code>conflict_type</code></td><td><code>edit_edit</code>, <code>edit_delete</code>, <code>delete_edit</code>, <code>name_collision</code>, <code>move_move</code>, <code>move_delete</code>, <code>parent_deleted</code>, <code>cycle</code></td><td></td></tr><tr><td><code>base_version_id</code></td><td><a href="#shape-VersionID">VersionID</a> or null</td><td></td></tr><tr><td><code>local_version_id</code></td><td><a href="#shape-VersionID">VersionID</a> or null</td><td>Holds the client's content.</td></tr><tr><td><code>server_version_id</code></td><td><a href="#shape-VersionID">VersionID</a> or null</td><td></td></tr><tr><td><code>status</code></td><td><code>open</code>, <code>resolved</code></td><td></td></tr><tr><td><code>resolution</code></td><td><a href="#shape-Resolution">Resolution</a> or null</td><td></td></tr><tr><td><code>resolved_by</code></td><td><a href="#shape-UserID">UserID</a> or null</td><td></td></tr><tr><td><code>resolved_at</code></td><td><a href="#shape-Time">Time</a> or null</td><td></td></tr><tr><td><code>created_at</code></td><td><a href="#shape-Time">Time</a></td><td></td></tr><tr><td><code>client_change_id</code>?</td><td>string</td><td>In the answer of <code>apply</code>.</td></tr><tr><td><code>copy_id</code></td><td><a href="#shape-NodeID">NodeID</a> or null</td><td>The conflicted copy, where one was made.</td></tr><tr><td><code>copy_path</code></td><td>string or null</td><td>Where the copy is today; null when it is in the trash or gone.</td></tr></table>

        </details>
        <details class=shape id=shape-Hashes><summary>Hashes</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>hashes</code></td><td>array of <a href="#shape-Hash">Hash</a>, at most 10,000</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-MissingAnswer><summary>MissingAnswer</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>missing</code></td><td>array of <a href="#shape-Hash">Hash</a>, at most 10,000</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Manifest><summary>Manifest</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>file_id</code></td><td><a href="#shape-FileID">FileID</a></td><td></td></tr><tr><td><code>version_id</code></td><td><a href="#shape-VersionID">VersionID</a></td><td></td></tr><tr><td><code>size</code></td><td>integer</td><td></td></tr><tr><td><code>checksum_sha256</code></td><td><a href="#shape-Hash">Hash</a></td><td></td></tr><tr><td><code>chunks</code></td><td>array of <a href="#shape-Chunk">Chunk</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-WantedFiles><summary>WantedFiles</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>items</code></td><td>array of object, at most 5,000</td><td></td></tr><tr><td><code>items[].``file_id</code></td><td>string</td><td></td></tr><tr><td><code>items[].``version_id</code>?</td><td>string or null</td><td>Absent</td></tr></table>

        </details>
        <details class=shape id=shape-File><summary>File</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>resource_type</code></td><td><code>&quot;file&quot;</code></td><td></td></tr><tr><td><code>id</code></td><td><a href="#shape-FileID">FileID</a></td><td></td></tr><tr><td><code>share_id</code></td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>folder_id</code></td><td><a href="#shape-FolderID">FolderID</a> or null</td><td>null at the root.</td></tr><tr><td><code>name</code></td><td>string, at least 1 characters</td><td></td></tr><tr><td><code>path</code></td><td>string</td><td></td></tr><tr><td><code>size</code></td><td>integer</td><td>Bytes.</td></tr><tr><td><code>mime_type</code></td><td>string</td><td></td></tr><tr><td><code>checksum_sha256</code></td><td><a href="#shape-Hash">Hash</a></td><td></td></tr><tr><td><code>version_id</code></td><td><a href="#shape-VersionID">VersionID</a></td><td></td></tr><tr><td><code>version_number</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>executable</code></td><td>boolean</td><td></td></tr><tr><td><code>modified_at</code></td><td><a href="#shape-Time">Time</a></td><td>As the client said.</td></tr><tr><td><code>created_at</code></td><td><a href="#shape-Time">Time</a></td><td></td></tr><tr><td><code>updated_at</code></td><td><a href="#shape-Time">Time</a></td><td>When its content or its place last changed.</td></tr><tr><td><code>created_by</code></td><td><a href="#shape-UserID">UserID</a> or null</td><td>Who wrote its first version.</td></tr><tr><td><code>trashed_at</code></td><td><a href="#shape-Time">Time</a> or null</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Folder><summary>Folder</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>resource_type</code></td><td><code>&quot;folder&quot;</code></td><td></td></tr><tr><td><code>id</code></td><td><a href="#shape-FolderID">FolderID</a></td><td></td></tr><tr><td><code>share_id</code></td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>parent_id</code></td><td><a href="#shape-FolderID">FolderID</a> or null</td><td>null at the root.</td></tr><tr><td><code>name</code></td><td>string, at least 1 characters</td><td></td></tr><tr><td><code>path</code></td><td>string</td><td></td></tr><tr><td><code>created_at</code></td><td><a href="#shape-Time">Time</a></td><td></td></tr><tr><td><code>updated_at</code></td><td><a href="#shape-Time">Time</a></td><td>When its place last changed.</td></tr><tr><td><code>trashed_at</code></td><td><a href="#shape-Time">Time</a> or null</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Node><summary>Node</summary>
        <p>A file or a folder, told apart by <code>resource_type</code>. <a href="#shape-File">File</a> or <a href="#shape-Folder">Folder</a></p>

        </details>
        <details class=shape id=shape-FileForm><summary>FileForm</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>folder_id</code>?</td><td>string</td><td>Absent</td></tr><tr><td><code>modified_at</code>?</td><td><a href="#shape-AnyTime">AnyTime</a></td><td></td></tr><tr><td><code>mime_type</code>?</td><td><a href="#shape-MimeType">MimeType</a></td><td></td></tr><tr><td><code>checksum_sha256</code>?</td><td><a href="#shape-Hash">Hash</a></td><td>Compared with what came.</td></tr><tr><td><code>file</code></td><td>string</td><td>The content.</td></tr></table>

        </details>
        <details class=shape id=shape-FilePatch><summary>FilePatch</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>name</code>?</td><td><a href="#shape-Name">Name</a> or null</td><td></td></tr><tr><td><code>folder_id</code>?</td><td><a href="#shape-FolderID">FolderID</a> or <code>root</code>, <code>null</code></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-NewFolder><summary>NewFolder</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>parent_id</code>?</td><td><a href="#shape-FolderID">FolderID</a> or <code>root</code>, <code>null</code></td><td></td></tr><tr><td><code>name</code></td><td><a href="#shape-Name">Name</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-PlacePatch><summary>PlacePatch</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>name</code>?</td><td><a href="#shape-Name">Name</a> or null</td><td></td></tr><tr><td><code>parent_id</code>?</td><td><a href="#shape-FolderID">FolderID</a> or <code>root</code>, <code>null</code></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Version><summary>Version</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>version_id</code></td><td><a href="#shape-VersionID">VersionID</a></td><td></td></tr><tr><td><code>version_number</code></td><td>integer, at least 1</td><td></td></tr><tr><td><code>size</code></td><td>integer</td><td></td></tr><tr><td><code>checksum_sha256</code></td><td><a href="#shape-Hash">Hash</a></td><td></td></tr><tr><td><code>mime_type</code></td><td>string</td><td></td></tr><tr><td><code>executable</code></td><td>boolean</td><td></td></tr><tr><td><code>modified_at</code></td><td><a href="#shape-Time">Time</a></td><td></td></tr><tr><td><code>created_at</code></td><td><a href="#shape-Time">Time</a></td><td></td></tr><tr><td><code>created_by</code></td><td><a href="#shape-UserID">UserID</a></td><td></td></tr><tr><td><code>device_id</code></td><td>string or null</td><td></td></tr><tr><td><code>is_head</code></td><td>boolean</td><td>Whether it is the content that counts now.</td></tr></table>

        </details>
        <details class=shape id=shape-VersionList><summary>VersionList</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>versions</code></td><td>array of <a href="#shape-Version">Version</a>, at most 1,000</td><td></td></tr><tr><td><code>has_more</code></td><td>boolean</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-ChildrenPage><summary>ChildrenPage</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>children</code></td><td>array of <a href="#shape-Node">Node</a>, at most 1,000</td><td></td></tr><tr><td><code>next_page_token</code></td><td>string or null</td><td></td></tr><tr><td><code>has_more</code></td><td>boolean</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-TrashItem><summary>TrashItem</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>id</code></td><td><a href="#shape-NodeID">NodeID</a></td><td></td></tr><tr><td><code>resource_type</code></td><td><code>file</code>, <code>folder</code></td><td></td></tr><tr><td><code>share_id</code></td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>parent_id</code></td><td><a href="#shape-FolderID">FolderID</a> or null</td><td></td></tr><tr><td><code>name</code></td><td>string, at least 1 characters</td><td></td></tr><tr><td><code>path</code></td><td>string</td><td>Where it was, by today's names of the folders above.</td></tr><tr><td><code>size</code></td><td>integer or null</td><td></td></tr><tr><td><code>mime_type</code></td><td>string or null</td><td></td></tr><tr><td><code>trashed_at</code></td><td><a href="#shape-Time">Time</a></td><td></td></tr><tr><td><code>trashed_by</code></td><td><a href="#shape-UserID">UserID</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-TrashPage><summary>TrashPage</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>items</code></td><td>array of <a href="#shape-TrashItem">TrashItem</a>, at most 1,000</td><td></td></tr><tr><td><code>next_before</code></td><td>string or null</td><td></td></tr><tr><td><code>has_more</code></td><td>boolean</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-PurgeAnswer><summary>PurgeAnswer</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>purged</code></td><td>integer</td><td>Files and folders that are gone.</td></tr><tr><td><code>kept</code></td><td>integer</td><td>Files and folders that stay, because an open conflict names them.</td></tr><tr><td><code>freed_bytes</code></td><td>integer</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-NewUpload><summary>NewUpload</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>share_id</code></td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>folder_id</code>?</td><td><a href="#shape-FolderID">FolderID</a> or <code>root</code>, <code>null</code></td><td></td></tr><tr><td><code>file_name</code></td><td><a href="#shape-Name">Name</a></td><td></td></tr><tr><td><code>file_size</code></td><td>integer, 0 to 17,592,186,044,416</td><td></td></tr><tr><td><code>chunk_size</code>?</td><td>integer or null, 1,024 to 8,388,608</td><td>At most 1 000 000 chunks may come of it.</td></tr><tr><td><code>mime_type</code>?</td><td><a href="#shape-MimeType">MimeType</a> or null</td><td>Absent, it is found by the name.</td></tr><tr><td><code>checksum_sha256</code>?</td><td><a href="#shape-Hash">Hash</a> or null</td><td>Compared when the upload is completed.</td></tr><tr><td><code>modified_at</code>?</td><td><a href="#shape-AnyTime">AnyTime</a> or null</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-ChunkRange><summary>ChunkRange</summary>
        <p>Both ends included. </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>first</code></td><td>integer</td><td></td></tr><tr><td><code>last</code></td><td>integer</td><td></td></tr></table>

        </details>
        <details class=shape id=shape-Upload><summary>Upload</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>session_id</code></td><td><a href="#shape-UploadID">UploadID</a></td><td></td></tr><tr><td><code>share_id</code></td><td><a href="#shape-ShareID">ShareID</a></td><td></td></tr><tr><td><code>folder_id</code></td><td><a href="#shape-FolderID">FolderID</a> or null</td><td></td></tr><tr><td><code>file_name</code></td><td>string, at least 1 characters</td><td></td></tr><tr><td><code>file_size</code></td><td>integer</td><td></td></tr><tr><td><code>chunk_size</code></td><td>integer, 1,024 to 8,388,608</td><td></td></tr><tr><td><code>total_chunks</code></td><td>integer, 0 to 1,000,000</td><td></td></tr><tr><td><code>status</code></td><td><code>open</code>, <code>completed</code></td><td></td></tr><tr><td><code>received_chunks</code></td><td>integer</td><td></td></tr><tr><td><code>received</code></td><td>array of <a href="#shape-ChunkRange">ChunkRange</a>, at most 1,000</td><td></td></tr><tr><td><code>file_id</code></td><td><a href="#shape-FileID">FileID</a> or null</td><td>The file that it became.</td></tr><tr><td><code>version_id</code></td><td><a href="#shape-VersionID">VersionID</a> or null</td><td>The version that it became.</td></tr><tr><td><code>created_at</code></td><td><a href="#shape-Time">Time</a></td><td></td></tr><tr><td><code>expires_at</code></td><td><a href="#shape-Time">Time</a></td><td>Moves on with every chunk.</td></tr></table>

        </details>
        <details class=shape id=shape-UploadedChunk><summary>UploadedChunk</summary>
        <p> </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>index</code></td><td>integer</td><td></td></tr><tr><td><code>size</code></td><td>integer</td><td></td></tr><tr><td><code>checksum_sha256</code></td><td><a href="#shape-Hash">Hash</a></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-UploadPlace><summary>UploadPlace</summary>
        <p>Another place than the upload was made for. </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>file_name</code>?</td><td><a href="#shape-Name">Name</a> or null</td><td></td></tr><tr><td><code>folder_id</code>?</td><td><a href="#shape-FolderID">FolderID</a> or <code>root</code>, <code>null</code></td><td></td></tr></table>

        </details>
        <details class=shape id=shape-UploadedVersion><summary>UploadedVersion</summary>
        <p>A version that no file has yet. </p><table><tr><th>member</th><th>is</th><th></th></tr><tr><td><code>version_id</code></td><td><a href="#shape-VersionID">VersionID</a></td><td></td></tr><tr><td><code>size</code></td><td>integer</td><td></td></tr><tr><td><code>checksum_sha256</code></td><td><a href="#shape-Hash">Hash</a></td><td></td></tr><tr><td><code>expires_at</code></td><td><a href="#shape-Time">Time</a></td><td></td></tr></table>

        </details>
        </section>
        </main>
        <script>
        const operations = [...document.querySelectorAll(".operation")];
        document.querySelector("input").addEventListener("input", event => {
          const wanted = event.target.value.trim().toLowerCase();
          for (const operation of operations) {
            const text = operation.querySelector("summary").textContent.toLowerCase();
            operation.classList.toggle("hidden", !text.includes(wanted));
          }
        });
        for (const box of document.querySelectorAll(".curl")) {
          const code = box.querySelector("code");
          code.textContent = code.textContent.replace("$URL", location.origin);
          box.querySelector("button").addEventListener("click", async event => {
            const selection = getSelection();
            selection.selectAllChildren(code);
            // Over plain HTTP there is no clipboard to write to; then it stays selected.
            if (navigator.clipboard) await navigator.clipboard.writeText(code.textContent);
            event.target.textContent = navigator.clipboard ? "Copied" : "Selected";
          });
        }
        function open() {
          const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
          if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
        }
        addEventListener("hashchange", open);
        open();
        </script>
        </body>
        </html>

        """#
    static let pagePolicy =
        "default-src 'none'; style-src 'sha256-gpBP5KJL0+qPdH6GMSAM2ZYJgWpVnPGKloTSgMqYAMs='; script-src 'sha256-2QNUQu2+IzwiNCbkqIGLIGL7Ed2werxCVQFuWDoPv1k='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}
