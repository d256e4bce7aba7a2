import { ArrowRight } from "lucide-react";
import type { DialogueEventOf } from "../../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../../contracts/parse-data.ts";
import { Bar } from "../../ui/bar.tsx";
import { classNames } from "../../ui/class-names.ts";
import { percent } from "../../ui/percent.ts";
import { PanelSection } from "./panel-parts.tsx";
import type { Decision, SlotChange, Turn } from "./why.ts";
import { WordsThatSpoke } from "./words-that-spoke.tsx";

const RANKED = 4;

/** What the model made of the customer's words. */
export function Understood({ message }: { message: DialogueEventOf<"user"> }) {
	const { parse_data: data, text } = message;
	const ranking = (data.intent_ranking ?? (data.intent === undefined ? [] : [data.intent])).slice(0, RANKED);
	return (
		<PanelSection title="What was understood">
			<p className="mb-2 rounded-md border border-line bg-panel px-2.5 py-1.5 break-words">{text}</p>
			<ol className="space-y-1">
				{ranking.map(({ name, confidence }, place) => (
					<li key={name} className="flex items-center gap-2">
						<span
							className={classNames("min-w-0 flex-1 truncate", place === 0 ? "font-medium" : "text-muted")}
						>
							{name ?? "nothing"}
						</span>
						<Bar share={confidence} />
						<span className="tabular w-12 shrink-0 text-end text-xs text-muted">{percent(confidence)}</span>
					</li>
				))}
			</ol>
			<WordsThatSpoke text={text ?? ""} />
			{(data.entities ?? []).length > 0 && (
				<ul className="mt-2 space-y-1">
					{data.entities?.map(({ entity, value, extractor, start = 0 }) => (
						<li key={`${entity} ${start}`} className="flex items-baseline gap-2 text-xs">
							<span className="font-medium">{entity}</span>
							<span className="min-w-0 flex-1 truncate font-mono">{asText(value)}</span>
							<span className="text-muted">{extractor}</span>
						</li>
					))}
				</ul>
			)}
		</PanelSection>
	);
}

/** What chose the action: policy, rule or story with its place, what matched, and what the others said. */
export function DecisionSection({ decision }: { decision: Decision }) {
	const { action, policy, confidence, trace, failures } = decision;
	return (
		<PanelSection title="What decided">
			<p>
				<span className="font-mono text-xs">{action}</span>
				<span className="text-muted"> by </span>
				<span className="font-medium">{policy ?? "the engine itself"}</span>
				{confidence !== null && policy !== null && (
					<span className="tabular text-muted"> {percent(confidence)}</span>
				)}
			</p>
			{typeof trace.name === "string" && (
				<p className="mt-1">
					{trace.kind ?? "by"} “{trace.name}”
					{typeof trace.file === "string" && (
						<span className="block font-mono text-xs break-all text-muted">
							{trace.file}:{trace.line ?? 1}
						</span>
					)}
				</p>
			)}
			{typeof trace.name !== "string" && typeof trace.kind === "string" && (
				<p className="mt-1">{trace.kind.replaceAll("_", " ")}</p>
			)}
			{(trace.matched ?? []).length > 0 && (
				<ul className="mt-1.5 list-disc space-y-0.5 ps-4 text-xs text-muted">
					{trace.matched?.map((line) => (
						<li key={line}>{line}</li>
					))}
				</ul>
			)}
			{(trace.others ?? []).length > 0 && (
				<p className="mt-1.5 text-xs text-muted">
					Others said:{" "}
					{trace.others
						?.map((other) => `${other.policy} ${other.action ?? "nothing"} ${percent(other.confidence)}`)
						.join(", ")}
				</p>
			)}
			{failures.map((failure) => (
				<p key={failure} className="mt-1.5 rounded-md bg-danger-soft px-2 py-1 text-xs text-danger-ink">
					{failure}
				</p>
			))}
		</PanelSection>
	);
}

export function SlotTable({ changes }: { changes: readonly SlotChange[] }) {
	if (changes.length === 0) return <p className="text-muted">No slot is set.</p>;
	return (
		<ul className="divide-y divide-line overflow-hidden rounded-md border border-line">
			{changes.map(({ name, before, after, isChanged }) => (
				<li key={name} className={classNames("px-2.5 py-1.5", isChanged && "bg-accent-soft")}>
					<span className="block text-xs text-muted">{name}</span>
					<span className="flex flex-wrap items-baseline gap-x-1.5 font-mono text-xs break-all">
						{isChanged && (
							<>
								<span className="text-muted">{asText(before)}</span>
								<ArrowRight aria-label="becomes" size={12} className="shrink-0 self-center text-muted" />
							</>
						)}
						<span>{asText(after)}</span>
					</span>
				</li>
			))}
		</ul>
	);
}

const STEP_NAMES = {
	action: "action",
	slot: "slot",
	bot: "says",
	form: "form",
	rejected: "refused",
	other: "",
} as const;

export function StepList({ turn, at, onSeq }: { turn: Turn; at: number; onSeq: (seq: number) => void }) {
	if (turn.steps.length === 0) return <p className="text-muted">The bot did nothing.</p>;
	return (
		<ol>
			{turn.steps.map(({ seq, afterMs, kind, text }) => (
				<li key={seq}>
					<button
						type="button"
						aria-pressed={seq === at}
						onClick={() => onSeq(seq)}
						className={classNames(
							"flex min-h-7 w-full items-baseline gap-2 rounded-sm px-1.5 py-1 text-start text-xs hover:bg-hover pointer-coarse:min-h-10",
							seq === at && "bg-hover",
						)}
					>
						<span className="tabular w-14 shrink-0 text-end text-muted">+{Math.round(afterMs)} ms</span>
						<span className="w-11 shrink-0 text-muted">{STEP_NAMES[kind]}</span>
						<span className={classNames("min-w-0 flex-1 truncate", kind === "bot" ? "" : "font-mono")}>
							{text}
						</span>
					</button>
				</li>
			))}
		</ol>
	);
}

function asText(value: JsonValue): string {
	if (value === null) return "—";
	return typeof value === "string" ? value : JSON.stringify(value);
}
