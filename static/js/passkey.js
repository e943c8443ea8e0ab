// Forms that a passkey fills in: data-passkey="sign-in" (asks the server first), "use" and "add" (told by the page).

const toBytes = text => Uint8Array.from(
  atob(text.replace(/-/g, "+").replace(/_/g, "/")), letter => letter.charCodeAt(0));
const toText = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withIds = list => (list || []).map(one => ({...one, id: toBytes(one.id)}));

function plain(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function add(form, {publicKey}) {
  const alone = form.elements.passwordless?.checked ?? false;
  const selection = {...publicKey.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged", requireResidentKey: alone};
  if (alone) selection.userVerification = "required";
  return navigator.credentials.create({publicKey: {
    ...publicKey,
    authenticatorSelection: selection,
    challenge: toBytes(publicKey.challenge),
    user: {...publicKey.user, id: toBytes(publicKey.user.id)},
    excludeCredentials: withIds(publicKey.excludeCredentials),
  }});
}

function use({publicKey}) {
  return navigator.credentials.get({publicKey: {
    ...publicKey, challenge: toBytes(publicKey.challenge), allowCredentials: withIds(publicKey.allowCredentials),
  }});
}

async function asked(form) {
  if (form.dataset.passkey !== "sign-in") return JSON.parse(document.getElementById("passkey-data").textContent);
  const answer = await fetch(form.action, {headers: {Accept: "application/json"}});
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function fill(form) {
  const told = form.querySelector("[data-passkey-error]");
  told.hidden = true;
  try {
    const data = await asked(form);
    const credential = form.dataset.passkey === "add"
      ? await add(form, data.creation_options)
      : await use(data.request_options);
    form.elements.credential.value = JSON.stringify(plain(credential));
    form.submit();
  } catch {
    told.hidden = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", event => {
    event.preventDefault();
    fill(form);
  });
}
