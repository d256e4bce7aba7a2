/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus, jsx-a11y/click-events-have-key-events -- the focus stays in the field, and so do the keys */
import { useState } from "react";
import type { Person } from "../../../contracts/desk-commands.ts";
import { classNames } from "../../ui/class-names.ts";
import { readCannedReplies } from "../admin/desk-settings-api.ts";
import { useRead } from "../reading.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { useMay } from "../world.ts";
import {
	fillReply,
	matchingPeople,
	matchingReplies,
	nothingFound,
	type ReplyWorld,
	type Trigger,
} from "./canned.ts";
import type { Mode } from "./use-draft.ts";

const SHOWN = 6;
export const SUGGESTIONS_ID = "composer-suggestions";
const optionId = (place: number): string => `${SUGGESTIONS_ID}-${place}`;

export interface Suggestion {
	readonly id: string;
	readonly name: string;
	readonly note: string;
	/** What is put into the field. */
	readonly text: string;
}

interface SuggestionsWorld {
	trigger: Trigger | null;
	mode: Mode;
	people: readonly Person[];
	/** What the variables of canned replies stand for. */
	world: ReplyWorld;
}

/** Canned replies after a `/`; in a note, colleagues after an `@`. */
export function useSuggestions({ trigger, mode, people, world }: SuggestionsWorld) {
	const mayRead = useMay("knowledge:read");
	const replies = useRead(["canned-replies", ""], (ask) => readCannedReplies(ask, ""), mayRead);
	const [place, setPlace] = useState(0);
	/** Where the sign stands whose list was closed by Escape. */
	const [closedAt, setClosedAt] = useState<number | null>(null);
	const found = trigger === null || trigger.from === closedAt ? [] : suggest();
	const active = Math.min(place, found.length - 1);
	const isAsked = trigger !== null && trigger.from !== closedAt && replies.data !== undefined;
	const isVain = isAsked && found.length === 0;
	const nothing = nobody() ?? (isVain ? nothingFound(replies.data.replies, trigger) : null);

	/** A name that was mistyped mentions nobody: whoever writes it should not believe that it does. */
	function nobody(): "no colleague" | null {
		const isOpen = trigger?.sign === "@" && mode === "note" && trigger.from !== closedAt;
		return isOpen && found.length === 0 && people.length > 0 ? "no colleague" : null;
	}

	function suggest(): Suggestion[] {
		if (trigger?.sign === "/")
			return matchingReplies(replies.data?.replies ?? [], trigger.typed)
				.slice(0, SHOWN)
				.map(({ id, shortcut, text }) => {
					const filled = fillReply(text, world);
					return { id, name: `/${shortcut}`, note: filled, text: filled };
				});
		if (trigger?.sign !== "@" || mode !== "note") return [];
		return matchingPeople(people, trigger.typed)
			.slice(0, SHOWN)
			.map(({ id, name }) => ({ id, name, note: "", text: `@${name} ` }));
	}

	/** @returns whether the key was for the list */
	const steer = (key: string, put: (text: string) => void): boolean => {
		if (found.length === 0 && (nothing === null || key !== "Escape")) return false;
		if (key === "ArrowDown" || key === "ArrowUp") {
			const step = key === "ArrowDown" ? 1 : -1;
			setPlace((active + step + found.length) % found.length);
			return true;
		}
		if (key === "Escape") {
			setClosedAt(trigger?.from ?? null);
			return true;
		}
		const chosen = found[active];
		if ((key !== "Enter" && key !== "Tab") || chosen === undefined) return false;
		setPlace(0);
		put(chosen.text);
		return true;
	};
	const activeId = found[active] === undefined ? null : optionId(active);
	return { found, active, activeId, nothing, steer };
}

type NothingFound = ReturnType<typeof nothingFound> | "no colleague";
const NO_MATCH = {
	"no match": "No canned reply has that in it.",
	"no colleague": "No colleague of that name.",
} as const;

interface SuggestionsProps {
	found: readonly Suggestion[];
	active: number;
	nothing: NothingFound;
	onPut: (text: string) => void;
}

export function Suggestions({ found, active, nothing, onPut }: SuggestionsProps) {
	if (nothing !== null) return <Nothing why={nothing} />;
	if (found.length === 0) return null;
	return (
		<div
			role="listbox"
			id={SUGGESTIONS_ID}
			aria-label="Suggestions"
			className="absolute inset-x-0 bottom-full z-30 mb-1 max-h-72 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float"
		>
			{found.map(({ id, name, note, text }, place) => (
				<div
					key={id}
					role="option"
					id={optionId(place)}
					aria-selected={place === active}
					// not a click: the field would lose the focus
					onPointerDown={(event) => {
						event.preventDefault();
						onPut(text);
					}}
					className={classNames(
						"flex min-h-9 cursor-default items-baseline gap-3 rounded-sm px-2 py-1.5",
						place === active && "bg-hover",
					)}
				>
					<span className="shrink-0 font-medium">{name}</span>
					<span className="min-w-0 truncate text-xs text-muted">{note}</span>
				</div>
			))}
		</div>
	);
}

/** Whoever tries `/` for the first time learns what it is for. */
function Nothing({ why }: { why: NonNullable<NothingFound> }) {
	const mayWrite = useMay("knowledge:write");
	return (
		<output className="absolute inset-x-0 bottom-full z-30 mb-1 block rounded-md border border-line bg-raised px-3 py-2 text-xs text-muted shadow-float">
			{why !== "no replies" ? (
				NO_MATCH[why]
			) : (
				<>
					<span className="block font-medium text-ink">No canned replies yet</span>
					Answers that are written every day are kept there, and put in here by / and their shortcut.{" "}
					{mayWrite ? (
						<NavLink
							to="/admin/canned-replies"
							className="font-medium text-accent-ink underline underline-offset-2"
						>
							Keep the first one
						</NavLink>
					) : (
						"A supervisor or an administrator can keep some."
					)}
				</>
			)}
		</output>
	);
}
