import type { Place } from "../policies/prediction.ts";

/** Places by number: a model names each once. */
export class PlaceTable {
	readonly places: Place[] = [];
	readonly #indexes = new Map<string, number>();

	indexOf(place: Place): number {
		const key = `${place.file}\n${place.line ?? ""}\n${place.name}`;
		const known = this.#indexes.get(key);
		if (known !== undefined) return known;
		this.places.push({ name: place.name, file: place.file, line: place.line });
		this.#indexes.set(key, this.places.length - 1);
		return this.places.length - 1;
	}
}
