import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { reportOf } from "../../nlu/evaluate.ts";
import { compareJudged } from "../../nlu/evaluation/compare-judged.ts";
import { judgeExamples, type JudgedExample } from "../../nlu/judge-messages.ts";
import type { NluExample } from "../../nlu/training-data.ts";
import { comparisonText } from "./comparison-text.ts";
import { confusionMatrixSvg } from "./confusion-matrix-svg.ts";
import { foldsText } from "./folds-text.ts";
import { confidenceHistogramSvg } from "./histogram-svg.ts";
import { messagesReport } from "../../nlu/evaluation/messages-report.ts";
import { rasaReports } from "../../nlu/evaluation/rasa-reports.ts";
import { intentLabels } from "./label-report.ts";
import { nluReportText } from "./report-text.ts";
import { writeNluReport } from "./write-report.ts";

/** Judges messages by a table: each is [text, annotated, understood as, confidence]. */
function judged(rows: readonly (readonly [string, string, string, number])[]): readonly JudgedExample[] {
	const answers = new Map(rows.map(([text, , predicted, confidence]) => [text, { predicted, confidence }]));
	const examples: NluExample[] = rows.map(([text, intent], i) => ({
		text,
		intent,
		language: null,
		entities: [{ entity: "city", value: "Bonn", start: 0, end: 4, role: null, group: null }],
		position: { file: "t.yml", line: i + 1 },
	}));
	const parse = (text: string) => {
		const { predicted = "", confidence = 0 } = answers.get(text) ?? {};
		const intent = { name: predicted, confidence };
		const entity = { entity: "city", value: "Bonn", start: 0, end: 4, extractor: "DIETClassifier" };
		return { text, intent, intent_ranking: [intent], entities: text.startsWith("b") ? [entity] : [] };
	};
	return judgeExamples({ parse }, examples);
}

const SMALL = judged([
	["b1", "book", "book", 0.99],
	["b2", "book", "cancel", 0.7],
	["c1", "cancel", "cancel", 0.9],
	["c2", "cancel", "book", 0.95],
	["c3", "cancel", "cancel", 0.4],
]);

test("the report names the weakest intent first and the surest error first, with file and line", ({
	expect,
}) => {
	const text = nluReportText(reportOf(SMALL));
	expect(text).toMatch(/calibration error \d+\.\d %; true confidences would show \d+\.\d % by chance/);
	expect(text).toContain("intent      accuracy 60.0 %");
	expect(text).toMatch(/book +50\.0 % +50\.0 % +50\.0 % +2\ncancel +66\.7 % +66\.7 % +66\.7 % +3/);
	expect(text).toMatch(/0\.93–1\.00 .* 1 right, 1 wrong/);
	expect(text).toContain(
		'2 errors of intents, the surest first:\n  0.95  t.yml:4: "c2" is cancel, taken for book',
	);
	expect(text).toMatch(/1 book +1 +1 +·\n2 cancel +1 +2 +·/);
});

test("the pictures carry every count and survive a hundred and fifty intents of any name", ({ expect }) => {
	const rows = Array.from({ length: 150 }, (_, i): [string, string, string, number] => {
		const name = `<intent & "${i}"\u0000>`;
		return [`m${i}`, name, i % 10 === 0 ? `<intent & "${(i + 1) % 150}"\u0000>` : name, (i % 20) / 20];
	});
	const report = reportOf(judged(rows));
	const svg = confusionMatrixSvg(intentLabels(report));
	expect(svg.match(/<g><title>/g)).toHaveLength(150);
	expect(svg).toContain("&lt;intent &amp; &quot;7&quot;\ufffd&gt; -&gt; ");
	for (const picture of [
		svg,
		confidenceHistogramSvg(intentLabels(report)),
		confusionMatrixSvg(intentLabels(reportOf([]))),
	]) {
		expect(picture).not.toMatch(/NaN|Infinity|undefined|<intent/);
		expect(picture).not.toContain("\u0000");
		const open = picture.match(/<(g|svg|text|title)[ >]/g) ?? [];
		expect(picture.match(/<\/(g|svg|text|title)>/g)).toHaveLength(open.length);
	}
	expect(confidenceHistogramSvg(intentLabels(report)).match(/\d+ right<\/title>/g)?.length).toBeGreaterThan(
		5,
	);
});

test("Rasa's files have Rasa's shape", ({ expect }) => {
	const files = rasaReports(reportOf(SMALL), SMALL);
	expect([...files.keys()]).toEqual([
		"intent_report.json",
		"intent_errors.json",
		"intent_successes.json",
		"entity_report.json",
		"entity_errors.json",
		"DIETClassifier_report.json",
		"DIETClassifier_errors.json",
	]);
	expect(files.get("intent_report.json")).toMatchObject({
		book: { precision: 0.5, recall: 0.5, "f1-score": 0.5, support: 2, confused_with: { cancel: 1 } },
		accuracy: 0.6,
		"macro avg": { precision: (1 / 2 + 2 / 3) / 2, support: 5 },
		"weighted avg": { recall: 0.6, support: 5 },
	});
	expect(files.get("intent_errors.json")).toMatchObject([
		{ text: "c2", intent: "cancel", intent_prediction: { name: "book", confidence: 0.95 }, line: 4 },
		{ text: "b2" },
	]);
	expect(files.get("DIETClassifier_report.json")).toMatchObject({
		city: { precision: 1, recall: 0.4, support: 5 },
	});
	expect(files.get("DIETClassifier_errors.json")).toMatchObject([
		{ text: "c1" },
		{ text: "c2" },
		{ text: "c3" },
	]);
});

test("a comparison tells what was gained, what was lost, and which messages changed", ({ expect }) => {
	const after = SMALL.map((one) => ({ ...one, message: { ...one.message, predicted: "book" } }));
	const text = comparisonText(compareJudged(SMALL, after), "old.caremodel");
	expect(text).toContain("against old.caremodel, intents: 60.0 % instead of 40.0 %");
	expect(text).toContain("2 messages gained, 1 lost");
	expect(text).toContain('now wrong:\n  "b2" (book): book 0.70 -> cancel 0.70');
});

test("[EV2] entities that are missed, wrong or too much are listed with their places; none is no silence", ({
	expect,
}) => {
	const city = { entity: "city", value: "Bonn", start: 0, end: 4, extractor: "DIETClassifier" };
	const found = (entities: object[]) =>
		SMALL.map(({ example, parse, message }, i) => ({
			example,
			parse: { ...parse, entities: i === 0 ? entities.map((one) => ({ ...city, ...one })) : [] },
			message: { ...message, predicted: message.expected },
		}));
	const text = nluReportText(reportOf(found([{ role: "to" }, { start: 1, end: 1 }])));
	expect(text).toContain(
		[
			"no errors of intents",
			"",
			"6 errors of entities (4 missed, 1 wrong, 1 extra):",
			'  wrong   t.yml:1: "b1" has city "b1", taken for city "b1" (role to)',
			'  extra   t.yml:1: "b1" has no city ""',
			'  missed  t.yml:2: "b2" has city "b2"',
		].join("\n"),
	);
	const many = Array.from({ length: 30 }, () => found([])).flat();
	expect(nluReportText(reportOf(many))).toMatch(
		/150 errors of entities \(150 missed\):\n(?: .*\n){40} .* and 110 more/,
	);
	expect(rasaReports(reportOf(many), many).get("entity_errors.json")).toHaveLength(150);
	expect(nluReportText(reportOf(KEYS))).not.toContain("of entities");
});

test("[EV8] a model that no longer finds entities is told to be worse", ({ expect }) => {
	const without = SMALL.map((one) => ({ ...one, parse: { ...one.parse, entities: [] } }));
	const text = comparisonText(compareJudged(without, SMALL), "old.caremodel");
	expect(text).toContain("intents: 60.0 % instead of 60.0 %\n  0.0 points");
	expect(text).toContain(
		"against old.caremodel, entities: F1 0.0 % instead of 57.1 %\n  all entities of a message right: 0.0 % instead of 40.0 % of messages with any",
	);
	expect(text).toContain("0 messages gained, 2 lost");
	expect(text).toContain("per entity, what lost most first:\n  city: F1 0.0 % instead of 57.1 %");
	expect(text).toContain('now wrong:\n  "b1" (city "b1"): city "b1" -> nothing');
});

/** Keys of responses by a table: each is [text, annotated, selected, confidence]. */
function selected(rows: readonly (readonly [string, string, string, number])[]): readonly JudgedExample[] {
	const answers = new Map(rows.map(([text, , key, confidence]) => [text, { key, confidence }]));
	const examples: NluExample[] = rows.map(([text, intent], i) => ({
		text,
		intent,
		language: null,
		entities: [],
		position: { file: "t.yml", line: i + 1 },
	}));
	const parse = (text: string) => {
		const { key = "", confidence = 0 } = answers.get(text) ?? {};
		const intent = { name: "faq", confidence: 1 };
		const response = { intent_response_key: key, confidence };
		return {
			text,
			intent,
			intent_ranking: [intent],
			entities: [],
			response_selector: { default: { response }, all_retrieval_intents: ["faq"] },
		};
	};
	return judgeExamples({ parse }, examples);
}

const KEYS = selected([
	["h1", "faq/hours", "faq/hours", 0.9],
	["p1", "faq/price", "faq/hours", 0.8],
	["p2", "faq/price", "faq/price", 0.7],
	["a1", "ask", "faq/price", 0.7],
]);

test("[EV9] keys of responses are judged in the text and in Rasa's files, and compared", ({ expect }) => {
	const text = nluReportText(reportOf(KEYS));
	expect(text).toContain("response    accuracy 66.7 %, macro F1 66.7 % (3 messages of retrieval intents)");
	expect(text).toMatch(/faq\/hours +50\.0 % +100\.0 % +66\.7 % +1/);
	expect(text).toContain(
		'1 error of responses, the surest first:\n  0.80  t.yml:2: "p1" is faq/price, taken for faq/hours',
	);
	expect(text).toMatch(/all responses\):\n +1 +2 +other\n1 faq\/hours +1 +· +·\n2 faq\/price +1 +1 +·/);
	const files = rasaReports(reportOf(KEYS), KEYS);
	expect(files.get("response_selection_report.json")).toMatchObject({
		"faq/price": { precision: 1, recall: 0.5, support: 2, confused_with: { "faq/hours": 1 } },
		accuracy: 2 / 3,
		"macro avg": { support: 3 },
	});
	expect(files.get("response_selection_errors.json")).toEqual([
		{
			text: "p1",
			intent_response_key_target: "faq/price",
			intent_response_key_prediction: { name: "faq/hours", confidence: 0.8 },
			file: "t.yml",
			line: 2,
		},
	]);
	expect(files.get("response_selection_successes.json")).toMatchObject([{ text: "h1" }, { text: "p2" }]);
	expect(messagesReport(KEYS, reportOf(KEYS))).toMatchObject({
		entity_evaluation: {},
		response_selection_evaluation: { accuracy: 2 / 3, errors: [{ text: "p1" }] },
	});
	const none = KEYS.map((one) => ({ ...one, parse: { ...one.parse, response_selector: undefined } }));
	const compared = comparisonText(compareJudged(none, KEYS), "old.caremodel");
	expect(compared).toContain("against old.caremodel, responses: 0.0 % instead of 66.7 %");
	expect(compared).toContain('now wrong:\n  "h1" (faq/hours): faq/hours 0.90 -> nothing 0.00');
	expect(reportOf(none).response).toBeNull();
});

test("folds are told with mean and spread", ({ expect }) => {
	const fold = (accuracy: number) => ({ accuracy, macroF1: 0.5, entityF1: 1, responseAccuracy: null });
	expect(
		foldsText([fold(0.7), fold(0.9)])
			.split("\n")
			.slice(-2),
	).toEqual(["mean        80.0 %    50.0 %    100.0 %", "spread ±    14.1 %     0.0 %      0.0 %"]);
	expect(foldsText([{ ...fold(0.7), responseAccuracy: 0.25 }])).toMatch(/responses\n.* 25\.0 %\n/);
});

test("--out writes the files it names", ({ expect }) => {
	const directory = mkdtempSync(join(tmpdir(), "care-report-"));
	try {
		const report = reportOf(SMALL);
		const names = writeNluReport(directory, { report, judged: SMALL, printed: { ...report, extra: 1 } });
		expect(names.slice(0, 3)).toEqual(["report.json", "intent_confusion_matrix.svg", "intent_histogram.svg"]);
		expect(JSON.parse(readFileSync(join(directory, "report.json"), "utf8"))).toMatchObject({ extra: 1 });
		for (const name of names) expect(readFileSync(join(directory, name), "utf8")).not.toBe("");
		const responses = reportOf(KEYS);
		expect(writeNluReport(directory, { report: responses, judged: KEYS, printed: responses })).toEqual(
			expect.arrayContaining([
				"response_selection_confusion_matrix.svg",
				"response_selection_histogram.svg",
				"response_selection_errors.json",
			]),
		);
		const picture = readFileSync(join(directory, "response_selection_confusion_matrix.svg"), "utf8");
		expect(picture).toContain("Response confusion matrix: 3 messages, accuracy 66.7 %");
	} finally {
		rmSync(directory, { recursive: true });
	}
});
