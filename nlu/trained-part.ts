import { type JsonObject, ModelFileError, type TypedArray } from "./model-file.ts";

/** What one component learned: settings for the header, numbers for the arrays. Names are local to the component. */
export interface TrainedPart {
	readonly config: JsonObject;
	readonly arrays: ReadonlyMap<string, TypedArray>;
}

/** The arrays of one component, by their local names. */
export interface PartArrays {
	int8(name: string): Int8Array;
	uint8(name: string): Uint8Array;
	uint16(name: string): Uint16Array;
	uint32(name: string): Uint32Array;
	float32(name: string): Float32Array;
}

/** Reads the arrays whose names begin with `prefix`. @throws ModelFileError where one is missing */
export function partArrays(arrays: ReadonlyMap<string, TypedArray>, prefix: string): PartArrays {
	const find = <T extends TypedArray>(name: string, isRight: (array: TypedArray) => array is T): T => {
		const array = arrays.get(prefix + name);
		if (array === undefined || !isRight(array))
			throw new ModelFileError(
				"too_old",
				`The model lacks the array ${prefix}${name}: train the model again.`,
			);
		return array;
	};
	return {
		int8: (name) => find(name, (array) => array instanceof Int8Array),
		uint8: (name) => find(name, (array) => array instanceof Uint8Array),
		uint16: (name) => find(name, (array) => array instanceof Uint16Array),
		uint32: (name) => find(name, (array) => array instanceof Uint32Array),
		float32: (name) => find(name, (array) => array instanceof Float32Array),
	};
}
