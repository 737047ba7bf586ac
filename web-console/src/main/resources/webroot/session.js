// Who this browser is to the node, and how it stops being that.

/** What a refused change needs besides its cookie is told to this page alone. */
const HEADER = "X-CSRF-Token";

/** `who` is null until it is known. */
export class Session {
  who = null;

  async load() {
    try {
      const response = await fetch("/api/v1/session", { cache: "no-store" });
      if (response.ok) this.who = (await response.json()).data;
    } catch {
      // the node is not there; the next connect asks again
    }
  }

  /** Whether it was a name and a password, not the address that the node printed. */
  get isUser() {
    return this.who?.by === "user";
  }

  async signOut() {
    await fetch("/api/v1/logout", { method: "POST", headers: { [HEADER]: this.who.csrf } });
    location.reload();
  }
}
