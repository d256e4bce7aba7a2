import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const TONES = {
	plain: "border-line bg-panel text-muted",
	accent: "border-transparent bg-accent-soft text-accent-ink",
	good: "border-transparent bg-good-soft text-good-ink",
	warn: "border-transparent bg-warn-soft text-warn-ink",
	danger: "border-transparent bg-danger-soft text-danger-ink",
} as const;
export type Tone = keyof typeof TONES;

/** A state in a word. */
export function Badge({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
	return (
		<span
			className={classNames(
				"inline-flex min-h-5 max-w-full items-center gap-1 rounded-sm border px-1.5 text-2xs font-medium whitespace-nowrap",
				TONES[tone],
			)}
		>
			{children}
		</span>
	);
}
