"""What `/openapi.yaml` says of each answer, to compare with the answers that the suite gets."""

import re

import jsonschema_rs
import yaml


class Description:
    """Looks at every answer of a run. `wrong` has what was not as described, once each; `called` the operations seen."""

    def __init__(self, text):
        self.root = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        self.operations = {}
        for path, item in self.root["paths"].items():
            pattern = re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)) + "$")
            for method in item.keys() & {"get", "put", "post", "patch", "delete"}:
                self.operations[item[method]["operationId"]] = (method.upper(), pattern, item[method])
        self.called, self.wrong, self.validators = set(), set(), {}

    def look(self, answer):
        request = answer.request
        path = request.path_url.split("?")[0]
        method = "GET" if request.method == "HEAD" else request.method
        for name, (wanted, pattern, operation) in self.operations.items():
            if wanted == method and pattern.match(path):
                # A path with a word in place of an id, such as `root`, may be written out: that one counts.
                if not any(other != name and m == method and p.match(path) and len(p.pattern) > len(pattern.pattern)
                           for other, (m, p, _) in self.operations.items()):
                    self.called.add(name)
                    self._compare(name, operation, answer)
                    return
        if answer.ok:
            self.wrong.add(f"{method} {re.sub('[^/]*[0-9%][^/]*', '…', path)} is not described")

    def _compare(self, name, operation, answer):
        response = self._resolved(operation["responses"].get(str(answer.status_code)))
        if response is None:
            self.wrong.add(f"{name}: {answer.status_code} is not described")
            return
        media_type = answer.headers.get("Content-Type", "").split(";")[0]
        content = response.get("content")
        if answer.request.method == "HEAD" or not content:
            return
        described = content.get(media_type) or content.get("*/*")
        if described is None:
            self.wrong.add(f"{name}: {answer.status_code} as {media_type or 'nothing'} is not described")
        elif media_type in ("application/json", "application/problem+json") and "schema" in described:
            self._validate(f"{name}: {answer.status_code}", described["schema"], answer.json())

    def _validate(self, where, schema, value):
        if where not in self.validators:
            self.validators[where] = jsonschema_rs.Draft202012Validator(
                {**schema, "components": self.root["components"]}, validate_formats=True)
        for error in self.validators[where].iter_errors(value):
            self.wrong.add(f"{where}: {'.'.join(map(str, error.instance_path))}: {error.message[:200]}")

    def _resolved(self, found):
        while found and "$ref" in found:
            value = self.root
            for part in found["$ref"].removeprefix("#/").split("/"):
                value = value[part]
            found = value
        return found
