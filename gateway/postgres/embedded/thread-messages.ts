/** What passes between the gateway and the thread that PGlite runs in. */
export interface ThreadSetup {
	dataDir: string;
	/** A fresh database to copy, so that initdb need not run again; null to do without. */
	templateDir: string | null;
	maxResultBytes: number;
}

export type ThreadRequest = { kind: "execute"; id: number; bytes: Uint8Array } | { kind: "close" };

export type ThreadAnswer =
	| { kind: "ready" }
	/** `tooLarge`: the result was thrown away but for its last six bytes, which are ReadyForQuery. */
	| { kind: "result"; id: number; bytes: Uint8Array; tooLarge: boolean }
	| { kind: "closed" };
