import { ThumbsDown, ThumbsUp } from "lucide-react";
import { Bar } from "../../ui/bar.tsx";
import { percent } from "../../ui/percent.ts";
import { lastIntent, opinionsOf } from "./opinions.ts";
import type { Entry } from "./log-entries.ts";
import { Fact, PanelSection } from "./panel-parts.tsx";
import { stateAt } from "./why.ts";
import { SlotTable } from "./why-parts.tsx";

/** What the bot made of the last message, and what it knows now. */
export function BotFacts({ entries }: { entries: readonly Entry[] }) {
	const last = entries.at(-1)?.seq ?? 0;
	const { slots, form } = stateAt(entries, last);
	const intent = lastIntent(entries);
	const known = [...slots].filter(
		([name]) => name !== "session_started_metadata" && name !== "requested_slot",
	);
	if (intent === null && known.length === 0) return null;
	return (
		<PanelSection title="What the bot makes of it">
			{intent !== null && (
				<p className="mb-2 flex items-center gap-2">
					<span className="min-w-0 flex-1 truncate font-medium">{intent.name ?? "not understood"}</span>
					<Bar share={intent.confidence} />
					<span className="tabular w-12 shrink-0 text-end text-xs text-muted">
						{percent(intent.confidence)}
					</span>
				</p>
			)}
			{form !== null && <p className="mb-2 text-muted">The form {form} is running.</p>}
			{known.length > 0 && (
				<SlotTable
					changes={known.map(([name, after]) => ({ name, before: after, after, isChanged: false }))}
				/>
			)}
		</PanelSection>
	);
}

/** What the customer thinks of the help, and of single answers. */
export function Opinions({ entries }: { entries: readonly Entry[] }) {
	const { csat, up, down } = opinionsOf(entries);
	if (csat === null && up + down === 0) return null;
	return (
		<PanelSection title="What the customer thinks">
			<dl>
				{csat !== null && (
					<Fact name="Help">
						<span className="tabular">{csat.rating} of 5</span>
						{csat.comment !== null && <span className="block text-muted">{csat.comment}</span>}
					</Fact>
				)}
				{up + down > 0 && (
					<Fact name="Answers">
						<span className="tabular inline-flex items-center gap-1.5">
							<ThumbsUp aria-label="helpful" size={12} /> {up}
							<ThumbsDown aria-label="not helpful" size={12} className="ms-1.5" /> {down}
						</span>
					</Fact>
				)}
			</dl>
		</PanelSection>
	);
}
