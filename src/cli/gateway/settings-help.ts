/** The group `gateway` of settings, for --help. */
import { z } from "zod";
import { gatewaySchema } from "../../gateway/settings.ts";

interface SettingFacts {
  readonly description: string;
  readonly default?: string | number | boolean | readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

export function settingsHelp(): string {
  const { properties = {} } = z.toJSONSchema(gatewaySchema, { io: "input" });
  const lines = Object.entries(properties as Readonly<Record<string, SettingFacts>>).map(
    ([name, { description, default: usual, minimum, maximum }]) => {
      const facts = [
        ...(usual === undefined || Array.isArray(usual) ? [] : [usual]),
        ...(minimum === undefined ? [] : [`from ${minimum} to ${maximum}`]),
      ];
      return `  ${name.padEnd(13)} ${description}${facts.length > 0 ? ` (${facts.join(", ")})` : ""}`;
    },
  );
  return `
Settings of the group gateway, each with its default and its range. A file that a settings file names is found from its folder.
${lines.join("\n")}
`;
}
