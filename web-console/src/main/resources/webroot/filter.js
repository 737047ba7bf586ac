// The language of filters: `path:synthetic,vf oerrors>0 -"b:hn0"`. The node has the same one in
// io.hnswitch.api.Filter, where its rules are told; both are held to the same cases.

const LENGTH_MAX = 1000;
const LEVELS = 2;
const BLANKS = " \t\r\n";
const UNITS = { k: 1e3, M: 1e6, G: 1e9 };
const ORDERS = {
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
};

/**
 * Reads an expression. One that cannot be read has an `error` and no terms, and wants everything:
 * who types is not done yet.
 *
 * terms: { negated, kind: "word" | "value" | "compare", key, text, at }, `text` as it was typed
 */
export function parseFilter(text) {
  let terms = [];
  let error = null;
  try {
    terms = new Parser(text).terms();
  } catch (e) {
    if (!(e instanceof Malformed)) throw e;
    error = { message: e.message, at: e.at };
  }
  return {
    matches: (object) => terms.every((term) => term.holds(object) !== term.negated),
    error,
    terms: terms.map(({ holds, ...told }) => told),
  };
}

class Malformed extends Error {
  constructor(what, at) {
    super(`${what} at ${at}`);
    this.at = at;
  }
}

class Parser {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  terms() {
    if (this.text.length > LENGTH_MAX) {
      throw new Malformed(`longer than ${LENGTH_MAX} characters`, LENGTH_MAX);
    }
    const terms = [];
    while (this.at < this.text.length) {
      if (this.isBlank()) this.at++;
      else terms.push(this.term());
    }
    return terms;
  }

  term() {
    const at = this.at;
    const negated = this.text[at] === "-";
    if (negated) {
      this.at++;
      if (this.isEnd()) throw new Malformed('nothing after "-"', at);
    }
    const condition = this.condition();
    return { negated, ...condition, text: this.text.slice(at, this.at), at };
  }

  condition() {
    const start = this.at;
    const [, key, sign] = /^([^ \t\r\n":<>]*)(:|[<>]=?)?/.exec(this.text.slice(start));
    if (sign === undefined) {
      const word = this.plain().toLowerCase();
      return { kind: "word", holds: (object) => contains(object, word, 0) };
    }
    this.at += key.length + sign.length;
    if (key === "") throw new Malformed(`no key before "${sign}"`, start);
    const noValue = new Malformed(`no value after "${key}${sign}"`, start);
    if (this.isEnd()) throw noValue;
    return sign === ":" ? this.value(key, noValue) : this.compare(key, ORDERS[sign]);
  }

  compare(key, order) {
    const start = this.at;
    const digits = this.plain();
    const number = numberOf(digits);
    if (Number.isNaN(number)) throw new Malformed(`not a number: "${digits}"`, start);
    const wanted = (value) => typeof value === "number" && order(value, number);
    return { kind: "compare", key, holds: (object) => any(values(object, key), wanted) };
  }

  /** Alternatives of which nothing is written are none. */
  value(key, noValue) {
    const globs = [];
    for (;;) {
      const begin = this.at;
      const glob = this.glob();
      if (this.at > begin) globs.push(glob);
      if (this.isEnd()) break;
      this.at++;
    }
    if (globs.length === 0) throw noValue;
    const wanted = (value) => globs.some((pieces) => is(value, pieces));
    return { kind: "value", key, holds: (object) => any(values(object, key), wanted) };
  }

  /** What is between the places that stand for any run of characters. */
  glob() {
    const pieces = [];
    let piece = "";
    while (!this.isEnd() && this.text[this.at] !== ",") {
      if (this.text[this.at] === "*") {
        pieces.push(piece.toLowerCase());
        piece = "";
        this.at++;
      } else {
        piece += this.character();
      }
    }
    pieces.push(piece.toLowerCase());
    return pieces;
  }

  plain() {
    let word = "";
    while (!this.isEnd()) word += this.character();
    return word;
  }

  character() {
    const start = this.at;
    if (this.text[start] !== '"') return this.text[this.at++];
    const end = this.text.indexOf('"', start + 1);
    if (end < 0) throw new Malformed("unterminated quote", start);
    this.at = end + 1;
    return this.text.slice(start + 1, end);
  }

  isEnd() {
    return this.at === this.text.length || this.isBlank();
  }

  isBlank() {
    return BLANKS.includes(this.text[this.at]);
  }
}

function numberOf(text) {
  const parts = /^(-?[0-9]+(?:\.[0-9]+)?)([kMG]?)$/.exec(text);
  return parts ? Number(parts[1]) * (UNITS[parts[2]] ?? 1) : NaN;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isThere(value) {
  return value !== null && value !== undefined;
}

function member(object, name) {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function contains(value, word, level) {
  if (!isThere(value)) return false;
  if (Array.isArray(value)) {
    return value.some((one) => !Array.isArray(one) && contains(one, word, level));
  }
  if (isObject(value)) {
    return level < LEVELS && Object.values(value).some((one) => contains(one, word, level + 1));
  }
  return String(value).toLowerCase().includes(word);
}

/** An object has no text, but it is there. */
function is(value, pieces) {
  if (pieces.length > 1 && pieces.every((piece) => piece === "")) return true;
  return !isObject(value) && isLike(String(value).toLowerCase(), pieces);
}

/** The first piece begins the text, the last one ends it, the others follow in turn. */
function isLike(text, pieces) {
  if (pieces.length === 1) return text === pieces[0];
  if (!text.startsWith(pieces[0])) return false;
  let at = pieces[0].length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  const last = pieces[pieces.length - 1];
  return text.length - at >= last.length && text.endsWith(last);
}

function any(found, wanted) {
  return found.some((value) => elements(value).some(wanted));
}

/** What an array holds, without arrays in it; anything else itself. */
function elements(value) {
  if (!Array.isArray(value)) return [value];
  return value.filter((one) => isThere(one) && !Array.isArray(one));
}

/** The member; or by a dotted path; or the first of that name one level deeper. */
function values(object, key) {
  const own = member(object, key);
  if (isThere(own)) return [own];
  if (key.includes(".")) {
    let found = [object];
    for (const name of key.split(".")) found = members(found, name);
    if (found.length > 0) return found;
  }
  for (const value of Object.values(object)) {
    const found = isThere(value) ? members([value], key) : [];
    if (found.length > 0) return found;
  }
  return [];
}

function members(found, name) {
  return found
    .flatMap(elements)
    .filter(isObject)
    .map((one) => member(one, name))
    .filter(isThere);
}
