import type { ComparedTurn, TurnSide } from "../../../contracts/desk-replay.ts";
import type { JsonValue } from "../../../contracts/parse-data.ts";
import { Badge } from "../../ui/badge.tsx";
import { classNames } from "../../ui/class-names.ts";
import { percent } from "../../ui/percent.ts";

type Part = ComparedTurn["differs"][number];

const NAMES: Readonly<Record<Part, string>> = {
	intent: "Intent",
	entities: "Entities",
	actions: "Actions",
	texts: "Says",
	slots: "Slots",
};
const PARTS = ["intent", "entities", "actions", "texts", "slots"] as const;

/** Both sides of a turn, part by part: what differs is marked, by a word and not by its colour alone. */
export function ReplayedTurn({ turn, onSeq }: { turn: ComparedTurn; onSeq: (seq: number) => void }) {
	const { seq, text, differs, notRun } = turn;
	return (
		<li className="overflow-hidden rounded-md border border-line">
			<button
				type="button"
				title="Show it in the thread"
				onClick={() => onSeq(seq)}
				className="flex min-h-9 w-full items-center gap-2 bg-panel px-2.5 py-1.5 text-start -outline-offset-2 hover:bg-hover"
			>
				<span dir="auto" className="min-w-0 flex-1 truncate font-medium">
					{text}
				</span>
				<Badge tone={differs.length === 0 ? "plain" : "warn"}>
					{differs.length === 0 ? "same" : "differs"}
				</Badge>
			</button>
			<Sides turn={turn} />
			{notRun.length > 0 && (
				<p className="border-t border-line px-2.5 py-1.5 text-xs text-muted">
					Not run then, so what it would say is unknown:{" "}
					<span className="font-mono">{notRun.join(", ")}</span>
				</p>
			)}
		</li>
	);
}

function Sides({ turn: { differs, recorded, replayed } }: { turn: ComparedTurn }) {
	const parts = PARTS.filter(
		(part) => linesOf(recorded, part).length > 0 || linesOf(replayed, part).length > 0,
	);
	return (
		<table className="w-full table-fixed text-xs">
			<thead>
				<tr className="text-start text-muted">
					<th scope="col" className="w-16 px-2.5 py-1 text-start font-medium">
						<span className="sr-only">Part</span>
					</th>
					<th scope="col" className="px-1.5 py-1 text-start font-medium">
						Then
					</th>
					<th scope="col" className="px-1.5 py-1 text-start font-medium">
						Now
					</th>
				</tr>
			</thead>
			<tbody>
				{parts.map((part) => {
					const isOther = differs.includes(part);
					return (
						<tr
							key={part}
							className={classNames("border-t border-line align-top", isOther && "bg-warn-soft")}
						>
							<th scope="row" className="px-2.5 py-1.5 text-start font-medium text-muted">
								{NAMES[part]}
								{isOther && <span className="sr-only"> (differs)</span>}
							</th>
							<Side side={recorded} part={part} isBoth={!isOther} />
							{isOther && <Side side={replayed} part={part} />}
						</tr>
					);
				})}
			</tbody>
		</table>
	);
}

/** What is the same stands once, over both columns. */
function Side({ side, part, isBoth = false }: { side: TurnSide; part: Part; isBoth?: boolean }) {
	const lines = linesOf(side, part);
	return (
		<td
			colSpan={isBoth ? 2 : 1}
			className={classNames(
				"px-1.5 py-1.5 break-words",
				part !== "texts" && "font-mono",
				isBoth && "text-muted",
			)}
		>
			{lines.length === 0 && <span className="text-muted">—</span>}
			{lines.map((line, index) => (
				// oxlint-disable-next-line react/no-array-index-key -- lines of an answer that never changes
				<span key={index} dir="auto" className={isBoth ? "line-clamp-2" : "block"}>
					{line}
				</span>
			))}
		</td>
	);
}

function linesOf(side: TurnSide, part: Part): string[] {
	switch (part) {
		case "intent":
			return side.intent === null
				? []
				: [`${side.intent.name ?? "nothing"} ${percent(side.intent.confidence)}`];
		case "entities":
			return side.entities.map(({ entity, value }) => `${entity}: ${asText(value)}`);
		case "slots":
			return side.slots.map(({ name, value }) => `${name} = ${asText(value)}`);
		default:
			return side[part];
	}
}

function asText(value: JsonValue): string {
	if (value === null) return "—";
	return typeof value === "string" ? value : JSON.stringify(value);
}
