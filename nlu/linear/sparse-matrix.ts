import type { SparseVector } from "../features/tfidf.ts";

/** Rows of sparse vectors, compressed: row r is `[rowStarts[r], rowStarts[r + 1])` of `indices` and `values`. */
export interface SparseMatrix {
	readonly rows: number;
	readonly columns: number;
	readonly rowStarts: Int32Array;
	readonly indices: Int32Array;
	readonly values: Float32Array;
	/** Of each row: from here to its end its columns follow one another, so that they need no look-up. */
	readonly runStarts: Int32Array;
}

/** Builds a matrix row by row from one reused vector. */
export class SparseMatrixBuilder {
	#indices = new Int32Array(1 << 16);
	#values = new Float32Array(1 << 16);
	#length = 0;
	readonly #rowStarts: number[] = [0];
	readonly #runStarts: number[] = [];

	addRow(vector: SparseVector): void {
		const needed = this.#length + vector.length;
		if (needed > this.#indices.length) this.#grow(needed);
		this.#indices.set(vector.indices.subarray(0, vector.length), this.#length);
		this.#values.set(vector.values.subarray(0, vector.length), this.#length);
		this.#runStarts.push(this.#startOfRun(this.#length, needed));
		this.#length = needed;
		this.#rowStarts.push(needed);
	}

	build(columns: number): SparseMatrix {
		return {
			rows: this.#rowStarts.length - 1,
			columns,
			rowStarts: Int32Array.from(this.#rowStarts),
			indices: this.#indices.slice(0, this.#length),
			values: this.#values.slice(0, this.#length),
			runStarts: Int32Array.from(this.#runStarts),
		};
	}

	#startOfRun(start: number, end: number): number {
		let run = end;
		while (run > start && (run === end || this.#indices[run - 1] === (this.#indices[run] ?? 0) - 1)) run--;
		return run;
	}

	#grow(needed: number): void {
		const size = Math.max(needed, this.#indices.length * 2);
		const indices = new Int32Array(size);
		indices.set(this.#indices);
		const values = new Float32Array(size);
		values.set(this.#values);
		this.#indices = indices;
		this.#values = values;
	}
}
