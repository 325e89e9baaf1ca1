"""Reads the experiment files' YAML (flow and block mappings, lists, scalars) and expands sweeps."""
import copy
import os

FOLDER = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))


def scalar(text):
    text = text.strip()
    if text[:1] in "\"'" and text[-1:] == text[:1] and len(text) > 1:
        return text[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


class Flow:
    """One value in flow style, such as {a: [1, 2], b: "text, with commas"}."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def skip(self):
        while self.at < len(self.text) and self.text[self.at] in " \n":
            self.at += 1

    def token(self, stops):
        self.skip()
        start = self.at
        if self.text[start] in "\"'":
            quote = self.text[start]
            self.at += 1
            while self.text[self.at] != quote:
                self.at += 2 if self.text[self.at] == "\\" else 1
            self.at += 1
            return self.text[start : self.at]
        while self.at < len(self.text) and not any(
            self.text.startswith(stop, self.at) for stop in stops
        ):
            self.at += 1
        return self.text[start : self.at]

    def value(self):
        self.skip()
        if self.text[self.at] == "{":
            result = {}
            self.at += 1
            while self.skip() or self.text[self.at] != "}":
                key = scalar(self.token([":"]))
                self.skip()
                self.at += 1
                result[key] = self.value()
                self.comma()
            self.at += 1
            return result
        if self.text[self.at] == "[":
            result = []
            self.at += 1
            while self.skip() or self.text[self.at] != "]":
                result.append(self.value())
                self.comma()
            self.at += 1
            return result
        return scalar(self.token([",", "}", "]"]))

    def comma(self):
        self.skip()
        if self.text[self.at] == ",":
            self.at += 1


def value(text):
    return Flow(text).value() if text[0] in "{[" else scalar(text)


def split_key(text):
    """'key: rest' of a block line, or None: a colon counts before a space or at the end."""
    if text[0] in "{[\"'":
        return None
    key, colon, rest = (text + " ").partition(": ")
    return (key, rest.strip()) if colon else None


def block(lines, indent):
    """The value of the lines (indentation, text) from the first on, which are consumed."""
    if lines[0][1].startswith("- "):
        result = []
        while lines and lines[0][0] == indent and lines[0][1].startswith("- "):
            _, text = lines.pop(0)
            text = text[2:].strip()
            if split_key(text):
                lines.insert(0, (indent + 2, text))
                result.append(block(lines, indent + 2))
            else:
                result.append(value(text))
        return result
    result = {}
    while lines and lines[0][0] == indent and not lines[0][1].startswith("- "):
        _, text = lines.pop(0)
        key, rest = split_key(text)
        if rest:
            result[key] = value(rest)
        elif lines and lines[0][0] >= indent:
            result[key] = block(lines, lines[0][0])
    return result


def read(name):
    """The file's mapping, as it stands."""
    path = name if name.endswith(".yaml") else os.path.join(FOLDER, name + ".yaml")
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    lines = [line for line in lines if line.strip() and not line.strip().startswith("#")]
    return block([(len(line) - len(line.lstrip()), line.strip()) for line in lines], 0)


def put(tree, keys, setting):
    """Sets the value at the path and names it in the label of what was changed."""
    head, rest = keys[0], keys[1:]
    if not rest:
        tree[head] = setting
    elif head == "*":
        for item in tree:
            put(item, rest, setting)
    else:
        put(tree[int(head)] if isinstance(tree, list) else tree[head], rest, setting)


def suffix(key, setting):
    """What a swept setting adds to a label: permuted labels say how many, others the value."""
    if key != "permute-labels":
        return f", {key} = {setting}"
    share = "" if setting == 1 else f"{100 * setting:g} % "
    return f", {share}permuted" if setting else ""


def problems(name):
    """Every problem of the file: label, environment, policies, horizon, batch."""
    file = read(name)
    file.setdefault("environments", [file.pop("environment", None)])
    for item in file["environments"] + file["policies"]:
        item.setdefault("label", item["kind"])
    variants = [file]
    policies_swept = False
    for sweep in file.get("sweep", []):
        keys = sweep["path"].split(".")
        if keys[0] == "environment":
            keys[0:1] = ["environments", "0"]
        grown = []
        for variant in variants:
            for setting in sweep["values"]:
                new = copy.deepcopy(variant)
                put(new, keys, setting)
                kind = keys[0] if keys[0] == "policies" else "environments"
                policies_swept |= kind == "policies"
                one = len(keys) > 2 and keys[1] != "*"
                for item in [new[kind][int(keys[1])]] if one else new[kind]:
                    item["label"] += suffix(keys[-1], setting)
                grown.append(new)
        variants = grown
    result = {}
    for variant in variants:
        for environment in variant["environments"]:
            problem = result.setdefault(
                environment["label"],
                {
                    "label": environment["label"],
                    "environment": environment,
                    "policies": [],
                    "horizon": environment.get("horizon", variant["horizon"]),
                    "batch": variant.get("batch", 1),
                    "discount": variant.get("discount"),
                    "recommend": variant.get("recommend"),
                },
            )
            known = {policy["label"] for policy in problem["policies"]}
            problem["policies"] += [p for p in variant["policies"] if p["label"] not in known]
    return list(result.values())
