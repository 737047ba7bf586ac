// Prints the number of each event of an address until there were enough.
const [client, url, token, address, count] = process.argv.slice(2);
const { Hnswitch } = await import(client);
const node = await Hnswitch.connect(url, { token });
const events = await node.subscribe(address);
console.log("ready");
for (let i = 0; i < Number(count); i++) console.log("event", (await events.next()).sequence);
node.close();
