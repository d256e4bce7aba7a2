/**
 * The second judge: where the n-grams can't tell the first two labels apart, what a sentence encoder makes of the whole
 * sentence is added to their margins. Asked for a part of the messages only, for it costs milliseconds. SPEC ST1–ST7.
 */
import { z } from "zod";
import type { SentenceEncoder } from "../encoder/sentence-encoder.ts";
import { MAX_READ_CHARS } from "../encoder/word-pieces.ts";
import { primarySubtag } from "../language/primary-subtag.ts";
import type { JsonObject } from "../model-file.ts";
import type { PartArrays } from "../trained-part.ts";
import { type Calibration, CalibrationConfig } from "./calibration.ts";
import { closeness } from "./label-centres.ts";
import { SentenceFeatures } from "./sentence-features.ts";

const Config = z.object({
	encoderId: z.string(),
	/** Whose sentences the encoder reads. */
	language: z.string(),
	/** Margin between the first two labels below which the sentence is read. */
	doubtfulGap: z.number(),
	/** What a margin of the sentence counts beside one of the n-grams. */
	ratio: z.number().nonnegative(),
	calibration: CalibrationConfig,
});

/** What a sentence says as a whole. */
export interface SentenceReading {
	/** Of each label, in units of the first tier's margins. */
	readonly margins: Float32Array;
	/** How close the sentence is to those of a label, in [-1, 1]: the calibration's measure of what is new. */
	readonly familiarity: (label: number) => number;
}

/** Adds to the margins of the first tier. Stateless but for buffers that are reused. */
export class SecondTier {
	readonly calibration: Calibration;
	readonly #language: string;
	readonly #doubtfulGap: number;
	readonly #ratio: number;
	readonly #encoderId: string;
	readonly #common: Float32Array;
	readonly #weights: Int8Array;
	readonly #scales: Float32Array;
	readonly #biases: Float32Array;
	readonly #centres: Int8Array;
	readonly #features: SentenceFeatures;

	constructor(config: JsonObject, arrays: PartArrays) {
		const parsed = Config.parse(config);
		this.calibration = parsed.calibration;
		this.#doubtfulGap = parsed.doubtfulGap;
		this.#ratio = parsed.ratio;
		this.#encoderId = parsed.encoderId;
		this.#language = parsed.language;
		this.#common = arrays.float32("sentence/common");
		this.#weights = arrays.int8("sentence/weights");
		this.#scales = arrays.float32("sentence/scales");
		this.#biases = arrays.float32("sentence/biases");
		this.#centres = arrays.int8("sentence/centres");
		this.#features = new SentenceFeatures(this.#common.length);
	}

	/** Whether a text in this language with these margins is one to read as a whole, and can be: of a long one it would be the beginning. */
	isAsked(text: string, margins: Float32Array, language: string): boolean {
		if (text.length > MAX_READ_CHARS || primarySubtag(language) !== this.#language) return false;
		return gapOf(margins) < this.#doubtfulGap;
	}

	/** Reads a text; null when the encoder is not the one that training had. */
	read(text: string, encoder: SentenceEncoder): SentenceReading | null {
		if (encoder.id !== this.#encoderId) return null;
		const vector = encoder.encode(text);
		takeOutCommon(vector, this.#common);
		const classes = this.#scales.length;
		const margins = new Float32Array(classes);
		const features = this.#features.of(vector);
		for (let d = 0; d < features.length; d++) {
			const value = features[d] ?? 0;
			for (let c = 0; c < classes; c++)
				margins[c] = (margins[c] ?? 0) + value * (this.#weights[d * classes + c] ?? 0);
		}
		return {
			margins: margins.map(
				(margin, c) => this.#ratio * (margin * (this.#scales[c] ?? 0) + (this.#biases[c] ?? 0)),
			),
			familiarity: (label) => closeness(this.#centres, label, vector),
		};
	}
}

/** The first of the largest numbers. */
export function indexOfLargest(numbers: ArrayLike<number>): number {
	let best = 0;
	for (let i = 1; i < numbers.length; i++) if ((numbers[i] ?? 0) > (numbers[best] ?? 0)) best = i;
	return best;
}

/** How far the best margin is from the next. */
export function gapOf(margins: ArrayLike<number>): number {
	let first = -Infinity;
	let second = -Infinity;
	for (let c = 0; c < margins.length; c++) {
		const margin = margins[c] ?? 0;
		if (margin > first) {
			second = first;
			first = margin;
		} else if (margin > second) second = margin;
	}
	return first - second;
}

/** Takes what all sentences of a project have in common out of a vector and makes it of length 1, in place. */
export function takeOutCommon(vector: Float32Array, common: Float32Array): void {
	let squares = 0;
	for (let d = 0; d < vector.length; d++) {
		const rest = (vector[d] ?? 0) - (common[d] ?? 0);
		vector[d] = rest;
		squares += rest * rest;
	}
	const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
	for (let d = 0; d < vector.length; d++) vector[d] = (vector[d] ?? 0) * scale;
}
