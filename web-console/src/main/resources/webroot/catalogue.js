// The operations of the node, as it describes them: who may what, and how else to ask for it.

import { plain } from "./format.js";

const RANK = ["viewer", "operator", "admin"];

export class Catalogue {
  operations = [];
  #byName = new Map();

  async load(bus) {
    const { data } = await bus.request("hnswitch.v1.sys.describe");
    this.operations = data;
    this.#byName = new Map(data.map((operation) => [operation.name, operation]));
  }

  get(name) {
    return this.#byName.get(name);
  }

  /** Whether a role may; false for what the node does not have. */
  may(role, name) {
    const operation = this.get(name);
    return operation !== undefined && RANK.indexOf(role) >= RANK.indexOf(operation.role);
  }
}

/** The forms in which somebody may want a request. */
export function forms(operation, request, origin) {
  const body = JSON.parse(JSON.stringify(request)); // without what has no value
  return [
    { name: "Command line", text: cli(operation, body) },
    { name: "curl", text: curl(operation, body, origin) },
    { name: "JavaScript", text: javascript(operation, body) },
    { name: "Python", text: python(operation, body) },
    { name: "Bus JSON", text: bus(operation, body) },
  ];
}

const word = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

function cli({ name }, body) {
  const rest = Object.keys(body).length === 0 ? "" : ` ${word(JSON.stringify(body))}`;
  return `hnswitch bus request ${name}${rest}`;
}

function curl({ method, path, schema }, body, origin) {
  const left = { ...body };
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => {
    const value = left[name];
    delete left[name];
    return encodeURIComponent(plain(value ?? ""));
  });
  const parts = ["curl", "-sS", "-H", '"Authorization: Bearer $HNSWITCH_TOKEN"'];
  let url = `${origin}/api/v1${filled}`;
  if (method === "GET") {
    const query = new URLSearchParams(Object.entries(left).map(([key, value]) => [key, plain(value)])).toString();
    if (query) url += `?${query}`;
  } else {
    parts.push("-X", method);
    if (["PUT", "PATCH"].includes(method) && schema?.properties?.ifRevision) {
      parts.push("-H", word(`If-Match: ${left.ifRevision === undefined ? "*" : `"${left.ifRevision}"`}`));
      delete left.ifRevision;
    }
    if (Object.keys(left).length > 0) {
      parts.push("-H", word("Content-Type: application/json"), "-d", word(JSON.stringify(left)));
    }
  }
  return [...parts, word(url)].join(" ");
}

function javascript({ name }, body) {
  return `await node.request(${JSON.stringify(name)}, ${JSON.stringify(body)});`;
}

const PYTHON_KEYWORDS = ["False", "None", "True", "__debug__", "and", "as", "assert", "async", "await", "break", "class",
  "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
  "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield"];

function python({ name }, body) {
  const isWord = ([key]) => /^[A-Za-z_]\w*$/.test(key) && !PYTHON_KEYWORDS.includes(key);
  const members = Object.entries(body);
  const words = members.filter(isWord).map(([key, value]) => `, ${key}=${pythonic(value)}`);
  const others = members.filter((member) => !isWord(member));
  const rest = others.length === 0 ? "" : `, **${pythonic(Object.fromEntries(others))}`;
  return `node.request(${JSON.stringify(name)}${words.join("")}${rest})`;
}

function pythonic(value) {
  if (value === true) return "True";
  if (value === false) return "False";
  if (value === null) return "None";
  if (Array.isArray(value)) return `[${value.map(pythonic).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).map(([k, v]) => `${JSON.stringify(k)}: ${pythonic(v)}`);
  return `{${members.join(", ")}}`;
}

function bus({ address }, body) {
  return JSON.stringify({ type: "send", address, replyAddress: "r1", headers: {}, body }, null, 2);
}
