/** Where converted files go, without ever taking the place of another. */
export class NewPaths {
	readonly #taken: Set<string>;
	/** Training data stands in `data/`; a project without that folder has it anywhere. */
	readonly #hasData: boolean;

	constructor(paths: readonly string[]) {
		this.#taken = new Set(paths);
		this.#hasData = paths.some((path) => path.startsWith("data/"));
	}

	/** The path of the YAML that holds a file's content; tests begin with `test_`. */
	yamlFor(path: string, isTest: boolean): string {
		const stem = path.replace(/\.\w+$/u, "");
		if (!isTest) return this.#free(this.#hasData && !stem.startsWith("data/") ? `data/${stem}` : stem);
		const name = stem.slice(stem.lastIndexOf("/") + 1);
		return this.#free(`tests/${name.startsWith("test_") ? name : `test_${name}`}`);
	}

	/** A path for training data that is new. */
	newFile(name: string): string {
		return this.#free(this.#hasData ? `data/${name}` : name);
	}

	#free(stem: string): string {
		const candidates = [`${stem}.yml`, `${stem}_converted.yml`];
		let path = candidates.find((candidate) => !this.#taken.has(candidate)) ?? "";
		for (let number = 2; path === ""; number += 1)
			if (!this.#taken.has(`${stem}_converted_${number}.yml`)) path = `${stem}_converted_${number}.yml`;
		this.#taken.add(path);
		return path;
	}
}
