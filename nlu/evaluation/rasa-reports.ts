import { FALLBACK_INTENT } from "../components/fallback-classifier.ts";
import type { NluReport } from "../evaluate.ts";
import { type EntityReport, evaluateEntities } from "./entity-scores.ts";
import { annotatedNames, distinctSpans, type SpanLike, spanKey } from "./entity-spans.ts";
import type { Confusion } from "./confusions.ts";
import type { ClassScores } from "./intent-scores.ts";
import { judgedResponses } from "./response-scores.ts";
import { type JudgedExample, isRight } from "../judge-messages.ts";

/** Reports by file name, in the shape that `rasa test nlu` writes. Entities are judged by whole spans, not by tokens. */
export function rasaReports(report: NluReport, judged: readonly JudgedExample[]): Map<string, unknown> {
	const files = new Map<string, unknown>([
		["intent_report.json", labelReport(report.intent.perIntent, report.intent.accuracy, report.confusions)],
		["intent_errors.json", intentMessages(judged, false)],
		["intent_successes.json", intentMessages(judged, true)],
	]);
	const { response } = report;
	if (response !== null) {
		const responses = judgedResponses(judged);
		files.set(
			"response_selection_report.json",
			labelReport(response.perResponse, response.accuracy, response.confusions),
		);
		files.set("response_selection_errors.json", responseMessages(responses, false));
		files.set("response_selection_successes.json", responseMessages(responses, true));
	}
	const { entity } = report;
	if (entity.support > 0 || entity.errors.length > 0) {
		files.set("entity_report.json", entityReport(entity));
		files.set("entity_errors.json", entity.errors);
	}
	for (const extractor of extractorsOf(judged)) {
		const own = judged.map(({ example, parse }) => ({
			example,
			parse: { ...parse, entities: parse.entities.filter((entity) => entity.extractor === extractor) },
		}));
		const scored = evaluateEntities(
			own.map(({ example }) => example),
			own.map(({ parse }) => parse),
		);
		files.set(`${extractor}_report.json`, entityReport(scored));
		files.set(`${extractor}_errors.json`, entityMessages(own));
	}
	return files;
}

function labelReport(
	perLabel: Readonly<Record<string, ClassScores>>,
	accuracy: number,
	confusions: readonly Confusion[],
): Record<string, unknown> {
	const labels = Object.entries(perLabel).map(([name, scores]) => {
		const confused = confusions.filter(({ expected }) => expected === name);
		const confusedWith = Object.fromEntries(confused.map((pair) => [pair.predicted, pair.count]));
		return [name, { ...row(scores), confused_with: confusedWith }];
	});
	const expected = Object.values(perLabel).filter(({ support }) => support > 0);
	return {
		...Object.fromEntries(labels),
		accuracy,
		"macro avg": mean(expected, () => 1),
		"weighted avg": mean(expected, ({ support }) => support),
	};
}

function mean(all: readonly ClassScores[], weightOf: (scores: ClassScores) => number) {
	const total = all.reduce((sum, scores) => sum + weightOf(scores), 0);
	const of = (value: (scores: ClassScores) => number): number =>
		total === 0 ? 0 : all.reduce((sum, scores) => sum + weightOf(scores) * value(scores), 0) / total;
	return row({
		precision: of(({ precision }) => precision),
		recall: of(({ recall }) => recall),
		f1: of(({ f1 }) => f1),
		support: all.reduce((sum, { support }) => sum + support, 0),
	});
}

function entityReport(scored: EntityReport): Record<string, unknown> {
	const rows = Object.entries(scored.perEntity).map(([name, scores]) => [name, row(scores)]);
	return { ...Object.fromEntries(rows), "micro avg": row(scored) };
}

function row({ precision, recall, f1, support }: ClassScores) {
	return { precision, recall, "f1-score": f1, support };
}

function intentMessages(judged: readonly JudgedExample[], areRight: boolean): unknown[] {
	return judged
		.filter(({ message }) => isRight(message) === areRight)
		.sort((a, b) => b.message.confidence - a.message.confidence)
		.map(({ message, example }) => ({
			text: message.text,
			intent: message.expected,
			intent_prediction: {
				name: message.isFallback ? FALLBACK_INTENT : message.predicted,
				confidence: message.confidence,
			},
			...(message.isFallback ? { intent_behind_fallback: message.predicted } : {}),
			...example.position,
		}));
}

function responseMessages(judged: readonly JudgedExample[], areRight: boolean): unknown[] {
	return judged
		.filter(({ message }) => isRight(message) === areRight)
		.sort((a, b) => b.message.confidence - a.message.confidence)
		.map(({ message, example }) => ({
			text: message.text,
			intent_response_key_target: message.expected,
			intent_response_key_prediction: { name: message.predicted, confidence: message.confidence },
			...example.position,
		}));
}

function extractorsOf(judged: readonly JudgedExample[]): string[] {
	const names = judged.flatMap(({ parse }) => parse.entities.map((entity) => entity.extractor ?? ""));
	return [...new Set(names)].filter((name) => /^\w+$/.test(name)).sort();
}

function entityMessages(judged: readonly Pick<JudgedExample, "example" | "parse">[]): unknown[] {
	const annotated = annotatedNames(judged.map(({ example }) => example));
	return judged
		.map(({ example, parse }) => ({
			example,
			predicted: parse.entities.filter(({ entity }) => annotated.has(entity)),
		}))
		.filter(({ example, predicted }) => keysOf(example.entities) !== keysOf(predicted))
		.map(({ example, predicted }) => ({
			text: example.text,
			entities: example.entities,
			predicted_entities: predicted,
			...example.position,
		}));
}

function keysOf(entities: readonly SpanLike[]): string {
	return distinctSpans(entities).map(spanKey).join();
}
