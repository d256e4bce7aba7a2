import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { NluExample } from "../nlu/training-data.ts";
import { mainIntent } from "../nlu/training-data.ts";
import type { NluSet } from "./nlu-sets.ts";
import { type Spread, spreadOf } from "./statistics.ts";

const PACKAGE = "@nlpjs/basic@4.27.0";

/** What NLP.js makes of a set: trained as its own documentation does, in English, without a word of tuning. */
export interface PeerFigures {
	readonly accuracy: number;
	readonly trainSeconds: number;
	readonly parseMs: Spread;
	readonly bytes: number;
}

interface Nlp {
	addLanguage(language: string): void;
	addDocument(language: string, text: string, intent: string): void;
	train(): Promise<unknown>;
	process(language: string, text: string): Promise<unknown>;
	export(): string;
}
const Docked = z.object({ get: z.custom<(name: string) => Nlp>((value) => typeof value === "function") });
const Basic = z.object({
	dockStart: z.custom<(settings: object) => Promise<unknown>>((value) => typeof value === "function"),
});
const Answer = z.looseObject({ intent: z.string() });

/**
 * Installs the peer into a folder of the system's temporary ones, once. It is no dependency of the project.
 *
 * @returns null when npm can't get it
 */
export function installPeer(): string | null {
	const folder = join(tmpdir(), "care-bench-peers");
	if (existsSync(join(folder, "node_modules/@nlpjs/basic/package.json"))) return folder;
	mkdirSync(folder, { recursive: true });
	try {
		execFileSync("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--no-save", PACKAGE], {
			stdio: "ignore",
		});
		return folder;
	} catch {
		return null; // no network, or no registry: the bench says so and measures ours alone
	}
}

/** @param folder - of `installPeer` */
export async function measurePeer(folder: string, { data, dev }: NluSet): Promise<PeerFigures> {
	const load = createRequire(join(folder, "peer.cjs"));
	const { dockStart } = Basic.parse(load("@nlpjs/basic"));
	const quiet = { log: false };
	const nlpSettings = { ...quiet, autoSave: false, autoLoad: false, forceNER: false, nlu: quiet };
	const settings = { nlp: nlpSettings, "nlu-neural": quiet, nlu: quiet };
	const docked = await dockStart({ use: ["Basic"], settings });
	const nlp = Docked.parse({ get: bound(docked, "get") }).get("nlp");
	nlp.addLanguage("en");
	const startMs = performance.now();
	for (const { text, intent } of data.examples) nlp.addDocument("en", text, mainIntent(intent));
	await nlp.train();
	const trainSeconds = (performance.now() - startMs) / 1_000;
	const { right, times } = await judge(nlp, dev);
	return {
		accuracy: right / dev.length,
		trainSeconds,
		parseMs: spreadOf(times),
		bytes: Buffer.byteLength(nlp.export()),
	};
}

async function judge(nlp: Nlp, dev: readonly NluExample[]): Promise<{ right: number; times: number[] }> {
	const times: number[] = [];
	let right = 0;
	for (const { text, intent } of dev) {
		const startMs = performance.now();
		const answer = Answer.parse(await nlp.process("en", text));
		times.push(performance.now() - startMs);
		if (answer.intent === mainIntent(intent)) right++;
	}
	return { right, times };
}

function bound(owner: unknown, name: string): unknown {
	if (typeof owner !== "object" || owner === null) return undefined;
	const member: unknown = Reflect.get(owner, name);
	return typeof member === "function" ? member.bind(owner) : undefined;
}
