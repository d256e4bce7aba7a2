import { Explained } from "../../../contracts/desk-explain.ts";
import { Bar } from "../../ui/bar.tsx";
import { useRead } from "../reading.ts";
import type { Ask } from "../world.ts";

const SHOWN = 6;
const MAX_DECISIVE = 12;
const MAX_TEXT = 4_000;

const explain = (ask: Ask, text: string) =>
	ask(Explained, "/api/desk/explain", { method: "POST", body: { text } });

/** Words that decided, as far as a line has room. */
function shownWords(words: readonly string[]): string {
	const shown = words.slice(0, MAX_DECISIVE).join(" ");
	return words.length > MAX_DECISIVE ? `${shown} … (${words.length} words)` : shown;
}

/** A part of a word that begins or ends it has a space there: seen, or two parts would look the same. */
const shownFeature = (feature: string): string => feature.replaceAll(" ", "␣");

/** The words that spoke for the intent, and against it: bars in both directions from the middle. */
export function WordsThatSpoke({ text }: { text: string }) {
	const isWords = text.trim() !== "" && !text.startsWith("/") && text.length <= MAX_TEXT;
	const read = useRead(["explain", text], (ask) => explain(ask, text), isWords);
	const [first] = read.data?.intents ?? [];
	if (first === undefined) return null;
	const features = first.features.slice(0, SHOWN);
	const most = Math.max(...features.map(({ contribution }) => Math.abs(contribution)), 0.001);
	return (
		<div className="mt-3">
			<p className="mb-1 text-xs text-muted">Words that spoke for {first.name} (+) and against it (−)</p>
			<ul className="space-y-1">
				{features.map(({ feature, contribution }) => (
					<li key={feature} className="flex items-center gap-2 text-xs">
						<span className="min-w-0 flex-1 truncate font-mono">{shownFeature(feature)}</span>
						<Bar share={Math.abs(contribution) / most} isAgainst={contribution < 0} />
						<span className="tabular w-12 shrink-0 text-end text-muted">
							{contribution < 0 ? "−" : "+"}
							{Math.abs(contribution).toFixed(2)}
						</span>
					</li>
				))}
			</ul>
			{read.data?.decisive !== null && read.data?.decisive !== undefined && (
				<p className="mt-1.5 text-xs text-muted">
					Without “{shownWords(read.data.decisive.words)}” it would be{" "}
					{read.data.decisive.instead ?? "nothing"}.
				</p>
			)}
		</div>
	);
}
