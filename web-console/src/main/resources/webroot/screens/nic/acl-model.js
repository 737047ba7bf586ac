// The rules of an access list in the order in which they are looked at, and what the list becomes when one is moved.

const WEIGHT = 100;

/** Rules with the names and weights that they have by default, first those of more weight. */
export function inOrder(acl) {
  if (!Array.isArray(acl)) return [];
  const named = acl.map((rule, index) => ({ name: `rule-${index + 1}`, weight: WEIGHT, ...rule }));
  return named.map((rule, index) => ({ rule, index }))
    .sort((a, b) => b.rule.weight - a.rule.weight || a.index - b.index).map(({ rule }) => rule);
}

/** What a rule fits, in words. */
export function fits({ name, weight, direction, action, stateful, idle, ...match }) {
  return Object.entries(match).map(([key, value]) => `${key} ${value}`).join(", ") || "everything";
}

/** The list when the rule at a place has changed places, and weights, with its neighbour: -1 is towards the first. */
export function moved(rules, at, step) {
  const other = at + step;
  if (other < 0 || other >= rules.length) return rules;
  const next = rules.map((rule) => ({ ...rule }));
  [next[at], next[other]] = [next[other], next[at]];
  [next[at].weight, next[other].weight] = [next[other].weight, next[at].weight];
  return next;
}

/** The list without the rule at a place. */
export const removed = (rules, at) => rules.filter((_, index) => index !== at);

/** The list with another rule, in front of those of equal weight. */
export function added(rules, rule) {
  const names = new Set(rules.map(({ name }) => name));
  let number = rules.length + 1;
  while (names.has(`rule-${number}`)) number++;
  const next = { name: `rule-${number}`, weight: WEIGHT, ...rule };
  const at = rules.findIndex(({ weight }) => weight <= next.weight);
  return at < 0 ? [...rules, next] : rules.toSpliced(at, 0, next);
}

/** As `nic.set` takes it. */
export const written = (rules) => (rules.length === 0 ? "none" : JSON.stringify(rules));
