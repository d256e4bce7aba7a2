import { test } from "vitest";
import { trainInterpreter } from "../test-project.ts";

const NLU = `nlu:
- intent: rezept
  examples: |
    - ich brauche ein neues rezept
    - können sie mir [ibuprofen](medikament) verschreiben
    - mein rezept ist abgelaufen
    - ich brauche wieder [blutdrucktabletten](medikament)
    - rezept für [metformin](medikament) bestellen
    - folgerezept bitte
- intent: termin
  examples: |
    - ich brauche einen termin
    - ich möchte einen termin am [montag](tag) vereinbaren
    - haben sie am [dienstag](tag) noch etwas frei
    - wann ist der nächste freie termin
- intent: ueberweisung
  examples: |
    - ich brauche eine überweisung
    - überweisung zum [orthopäden](fach)
    - können sie mich an einen [hautarzt](fach) überweisen
    - ich brauche eine überweisung für das [mrt](fach)
    - ich möchte zum [kardiologen](fach)
`;
const interpreter = trainInterpreter(NLU, "language: de\npipeline:\n- name: DIETClassifier\n");
const found = (text: string) =>
	interpreter
		.parse(text, { nowMs: 0 })
		.entities.map(({ entity, value }) => `${entity} ${typeof value === "string" ? value : ""}`);

test("[TG6] a value that was annotated once is known where it stands otherwise", ({ expect }) => {
	expect(found("ich brauche ibuprofen")).toEqual(["medikament ibuprofen"]);
	expect(found("verschreiben sie mir bitte metformin")).toEqual(["medikament metformin"]);
	expect(found("bestellen sie ibuprofen")).toEqual(["medikament ibuprofen"]);
});

test("[TG19] of few sentences, what is likely enough is taken, and no more", ({ expect }) => {
	expect(found("geht es am donnerstag")).toEqual(["tag donnerstag"]);
	expect(found("bitte überweisen sie mich an einen augenarzt")).toEqual(["fach augenarzt"]);
	expect(found("ich brauche einen termin")).toEqual([]);
	expect(found("folgerezept bitte")).toEqual([]);
});
