// SPDX-License-Identifier: Apache-2.0
import { t, type TextName } from "../language";
import { ruleName } from "./rules-preview";

const ACTIONS = ["direct", "reply", "group"] as const;
const ROLES = ["student", "teacher", "admin"] as const;
const REACHES = ["off", "class", "school"] as const;

/** Who may write to whom: a table for each action, and the exceptions below it. */
export function WriteRules(props: {
  write: Record<string, string>;
  onChange: (write: Record<string, string>) => void;
}) {
  const set = (name: string, reach: string, more: string) =>
    props.onChange({ ...props.write, [name]: `${reach} ${more}`.trim() });
  return (
    <>
      {ACTIONS.map((action) => (
        <div key={action} class="write-rules">
          <h3 id={`write-${action}`}>{t(`rules.write.${action}`)}</h3>
          <p class="hint">{t(`rules.write.${action}.hint`)}</p>
          <div class="table" tabIndex={0} role="region" aria-labelledby={`write-${action}`}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t("rules.from")}</th>
                  {ROLES.map((role) => (
                    <th scope="col">{t("rules.to", { role: t(`role.${role}` as TextName) })}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {ROLES.map((from) => (
                  <tr key={from}>
                    <th scope="row">{t(`role.${from}` as TextName)}</th>
                    {ROLES.map((to) => {
                      const name = `${action}.${from}.${to}`;
                      const [reach, more] = partsOf(props.write[name] ?? "off");
                      return (
                        <td key={to}>
                          <select
                            aria-label={ruleName(`write.${name}`)}
                            value={reach}
                            onChange={(event) => set(name, event.currentTarget.value, more)}
                          >
                            {REACHES.map((each) => (
                              <option value={each} selected={each === reach}>
                                {t(`rules.reach.${each}`)}
                              </option>
                            ))}
                          </select>
                          {more && <code>{more}</code>}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <details>
            <summary>{t("rules.exceptions")}</summary>
            <p class="hint">{t("rules.exceptions.hint")}</p>
            <div class="number-fields">
              {ROLES.flatMap((from) =>
                ROLES.map((to) => {
                  const name = `${action}.${from}.${to}`;
                  const [reach, more] = partsOf(props.write[name] ?? "off");
                  return (
                    <label key={name}>
                      <span>{ruleName(`write.${name}`)}</span>
                      <input
                        value={more}
                        spellcheck={false}
                        autocapitalize="none"
                        onChange={(event) => set(name, reach, event.currentTarget.value.trim())}
                      />
                    </label>
                  );
                }),
              )}
            </div>
          </details>
        </div>
      ))}
    </>
  );
}

/** How far it reaches, and what narrows or widens that. */
function partsOf(value: string): [string, string] {
  const [reach = "off", ...more] = value.split(" ");
  return [reach, more.join(" ")];
}
