// SPDX-License-Identifier: Apache-2.0
// Fills the page from openapi.json and asyncapi.json. Everything is put in as text, nothing as markup.

const element = (name, ...children) => {
  const made = document.createElement(name);
  made.append(...children);
  return made;
};
const code = (text) => element("code", text);
const nameOf = (ref) => ref.split("/").at(-1);

/** What a schema is, in a few words; payloads as links. */
function type(schema) {
  if (!schema) return ["nothing"];
  if (schema.$ref) {
    const link = element("a", nameOf(schema.$ref));
    link.href = `#payload-${nameOf(schema.$ref)}`;
    return [link];
  }
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.flatMap((choice, i) => (i ? [" or ", ...type(choice)] : type(choice)));
  if (schema.const !== undefined) return [code(JSON.stringify(schema.const))];
  if (schema.enum) return [code(schema.enum.map((word) => JSON.stringify(word)).join(" | "))];
  const kinds = [schema.type ?? "anything"].flat();
  const words = schema.examples ? ` (${schema.examples.join(", ")})` : "";
  if (kinds[0] === "array") return ["list of ", ...type(schema.items), kinds[1] ? " or null" : ""];
  const format = schema.format ? "time" : schema.pattern ? "id" : kinds[0];
  return [format + words, kinds[1] ? " or null" : ""];
}

function table(heads, rows) {
  const head = element("tr", ...heads.map((text) => Object.assign(element("th", text), { scope: "col" })));
  const body = rows.map((cells) => element("tr", ...cells.map((cell) => element("td", ...cell))));
  const made = element("div", element("table", element("thead", head), element("tbody", ...body)));
  made.className = "table";
  return made;
}

function services(api) {
  return api.tags.flatMap(({ name, description }) => {
    const rows = [];
    for (const [path, operations] of Object.entries(api.paths)) {
      for (const [verb, operation] of Object.entries(operations)) {
        if (!operation.tags?.includes(name)) continue;
        const body = operation.requestBody?.content["application/json"].schema;
        const made = operation.responses["201"] ?? operation.responses["200"];
        const all = (operation.parameters ?? []).map((parameter) => parameter.name);
        const names = all.filter((name) => !name.includes("[")).join(", ");
        rows.push([
          [code(`${verb.toUpperCase()} ${path}`)],
          [operation.summary],
          body ? type(body) : [names && code(names)],
          type(made.content["application/json"].schema),
        ]);
      }
    }
    return [element("h3", name), element("p", description), table(["call", "does", "takes", "answers"], rows)];
  });
}

function events(api, action) {
  const at = (ref) => ref.slice(2).split("/").reduce((node, key) => node[key], api);
  const message = ({ $ref }) => at(at($ref).$ref);
  const rows = Object.values(api.operations)
    .filter((operation) => operation.action === action)
    .map((operation) => {
      const said = message(operation.messages[0]);
      const answer = operation.reply ? type(message(operation.reply.messages[0]).payload) : [];
      return [[code(said.name)], [said.summary], type(said.payload), ...(operation.reply ? [answer] : [])];
    });
  return [table(action === "receive" ? ["event", "does", "takes", "ack"] : ["event", "when", "payload"], rows)];
}

function payloads(...apis) {
  const all = new Map(apis.flatMap((api) => Object.entries(api.components.schemas)));
  return [...all].sort(([a], [b]) => a.localeCompare(b)).flatMap(([name, schema]) => {
    const title = Object.assign(element("h3", name), { id: `payload-${name}` });
    const about = element("p", schema.description ?? "");
    if (!schema.properties) return [title, element("p", ...type(schema))];
    const rows = Object.entries(schema.properties).map(([field, of]) => [
      [code(field + (schema.required?.includes(field) ? "" : "?"))],
      type(of),
      [of.description ?? ""],
    ]);
    return [title, about, table(["field", "is", "about"], rows)];
  });
}

const load = async (path) => (await fetch(path)).json();
const fill = (id, parts) => document.getElementById(id).replaceChildren(...parts);

const base = new URL("..", location.href); // a proxy may have put all of this into a folder
for (const [name, text] of [["here", base.href.slice(0, -1)], ["origin", base.origin], ["folder", base.pathname]]) {
  document.querySelectorAll("." + name).forEach((place) => place.append(text));
}
const [openApi, asyncApi] = await Promise.all([load("../openapi.json"), load("../asyncapi.json")]);
fill("services-here", services(openApi));
fill("calls-here", events(asyncApi, "receive"));
fill("pushes-here", events(asyncApi, "send"));
fill("payloads-here", payloads(openApi, asyncApi));
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
