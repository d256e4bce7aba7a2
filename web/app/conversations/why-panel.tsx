import { ChevronLeft, ChevronRight, CircleHelp } from "lucide-react";
import { IconButton } from "../../ui/icon-button.tsx";
import { exactTime } from "../../ui/short-time.ts";
import { EmptyState } from "../../ui/states.tsx";
import { PanelSection } from "./panel-parts.tsx";
import type { Entry } from "./log-entries.ts";
import { decisionOf, slotChanges, stateAt, turnOf } from "./why.ts";
import { DecisionSection, SlotTable, StepList, Understood } from "./why-parts.tsx";

interface WhyPanelProps {
	entries: readonly Entry[];
	/** The entry that is looked at; null: the last one. */
	seq: number | null;
	onSeq: (seq: number) => void;
}

/** Why did it do that? What was understood, what decided, what it knew before and after, and how long each step took. */
export function WhyPanel({ entries, seq, onSeq }: WhyPanelProps) {
	const last = entries.at(-1)?.seq ?? 0;
	const at = seq ?? last;
	const turn = turnOf(entries, at);
	if (turn === null)
		return (
			<EmptyState icon={<CircleHelp size={20} />} title="Nothing to explain yet">
				As soon as the bot has said something, its reasons stand here.
			</EmptyState>
		);
	const decision = decisionOf(turn, at);
	const state = stateAt(entries, at);
	const changes = slotChanges(stateAt(entries, turn.seq - 1), state);
	return (
		<>
			<Scrubber entries={entries} at={at} onSeq={onSeq} />
			{turn.message !== null && <Understood message={turn.message} />}
			{decision !== null && <DecisionSection decision={decision} />}
			<PanelSection title="What it knew: before this turn, and at this instant">
				{state.form !== null && <p className="mb-1.5">The form {state.form} is running.</p>}
				{state.isPaused && <p className="mb-1.5">The bot is paused.</p>}
				<SlotTable changes={changes} />
			</PanelSection>
			<PanelSection title="Each step, and when">
				<StepList turn={turn} at={at} onSeq={onSeq} />
			</PanelSection>
		</>
	);
}

/** Goes to any instant of the conversation. */
function Scrubber({
	entries,
	at,
	onSeq,
}: {
	entries: readonly Entry[];
	at: number;
	onSeq: (seq: number) => void;
}) {
	const first = entries[0]?.seq ?? 1;
	const last = entries.at(-1)?.seq ?? 1;
	const entry = entries.find((other) => other.seq === at);
	return (
		<div className="mb-5">
			<div className="flex items-center gap-1">
				<IconButton
					label="One entry back"
					icon={<ChevronLeft size={16} />}
					className="size-8"
					disabled={at <= first}
					onClick={() => onSeq(Math.max(first, at - 1))}
				/>
				<input
					type="range"
					aria-label="Instant of the conversation"
					aria-valuetext={`Entry ${at} of ${last}`}
					className="min-h-8 min-w-0 flex-1 accent-accent-ink"
					min={first}
					max={last}
					value={at}
					onChange={(event) => onSeq(Number(event.target.value))}
				/>
				<IconButton
					label="One entry on"
					icon={<ChevronRight size={16} />}
					className="size-8"
					disabled={at >= last}
					onClick={() => onSeq(Math.min(last, at + 1))}
				/>
			</div>
			<p className="tabular flex justify-between px-1 text-xs text-muted">
				<span>
					Entry {at} of {last}
				</span>
				{entry !== undefined && <span>{exactTime(entry.atMs)}</span>}
			</p>
		</div>
	);
}
