// Signs in, then shows the console, which is at the same address for who is signed in.

const form = document.getElementById("login");
const problem = document.getElementById("problem");
const button = form.querySelector("button");

async function signIn() {
  const { name, password } = form.elements;
  const response = await fetch("/api/v1/login", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: name.value, password: password.value }),
  });
  if (response.ok) {
    location.reload();
    return;
  }
  password.value = "";
  password.focus();
  problem.textContent = (await response.json()).detail;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  problem.textContent = "";
  try {
    await signIn();
  } catch {
    problem.textContent = "the node does not answer";
  } finally {
    button.removeAttribute("aria-busy");
  }
});

document.getElementById("name").focus();
