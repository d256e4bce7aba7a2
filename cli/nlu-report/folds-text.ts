import type { FoldFigures } from "../../nlu/cross-validate.ts";
import { alignColumns } from "./align-columns.ts";

/** Each part's figures, their mean and their spread (standard deviation of a sample). */
export function foldsText(folds: readonly FoldFigures[]): string {
	const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
	const responses = folds.flatMap(({ responseAccuracy }) => responseAccuracy ?? []);
	const columns = [
		folds.map((fold) => fold.accuracy),
		folds.map((fold) => fold.macroF1),
		folds.map((fold) => fold.entityF1),
		...(responses.length === folds.length ? [responses] : []),
	];
	const row = (name: string, of: (values: readonly number[]) => number): string[] => [
		name,
		...columns.map((values) => percent(of(values))),
	];
	return alignColumns([
		["part", "accuracy", "macro F1", "entity F1", "responses"].slice(0, 1 + columns.length),
		...folds.map((_, i) => row(String(i + 1), (values) => values[i] ?? 0)),
		row("mean", mean),
		row("spread ±", deviation),
	]);
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function deviation(values: readonly number[]): number {
	const middle = mean(values);
	const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
	return Math.sqrt(squares / Math.max(1, values.length - 1));
}
