import { test } from "vitest";
import { buildProject } from "./testing/bot.ts";
import { DomainSpec } from "./domain.ts";
import { storedDomain } from "./stored-domain.ts";

const DOMAIN = `
	intents: [greet]
	slots:
	  vip: {type: bool, mappings: [{type: custom}]}
	responses:
	  utter_hi:
	  - text: hi
	  - text: hello, you
	    condition: [{type: slot, name: vip, value: true}]
	  - text: '*hi*'
	    channel: slack
	translations:
	  de:
	    utter_hi:
	    - text: hallo`;

test("a stored domain reads as the one that was stored, and says nothing of what reading fills in", ({
	expect,
}) => {
	const { spec } = buildProject({ "domain.yml": DOMAIN }).project.domain;
	const stored = JSON.stringify(storedDomain(spec));
	expect(DomainSpec.parse(JSON.parse(stored))).toEqual(spec);
	expect(stored).not.toContain(`"channel":null`);
	expect(stored).not.toContain(`"condition":null`);
	expect(stored).toContain(`"channel":"slack"`);
});
