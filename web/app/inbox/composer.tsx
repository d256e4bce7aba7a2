import { Lock } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { useCommands } from "../shell/use-commands.ts";
import { useToastRoom } from "../shell/use-toast-room.ts";
import { useDesk } from "../world.ts";
import type { OpenConversation } from "./use-conversation.ts";
import type { Mode } from "./use-draft.ts";
import { useDeskCommand } from "./use-desk-command.ts";
import { Writing } from "./writing.tsx";

interface ComposerProps {
	conversation: OpenConversation;
	/** What the bot would have said: put into the field by whoever wants it. */
	suggestion: string | null;
	/** It was sent and closed in one step. */
	onDone: () => void;
}

/** What the customer reads, or what only colleagues read: two fields, each with its draft, never to be mistaken. */
export function Composer({ conversation, suggestion, onDone }: ComposerProps) {
	const { me } = useDesk();
	const [mode, setMode] = useState<Mode>("reply");
	const box = useRef<HTMLDivElement>(null);
	const field = useRef<HTMLTextAreaElement>(null);
	useToastRoom(box);
	const focus = (next: Mode): void => {
		// before the next key: letters are text in a field, and do things outside of it
		flushSync(() => setMode(next));
		field.current?.focus();
	};
	useCommands([
		{ id: "compose-reply", label: "Reply", group: "Conversation", keys: "R", run: () => focus("reply") },
		{ id: "compose-note", label: "Private note", group: "Conversation", keys: "N", run: () => focus("note") },
	]);
	const mayReply = conversation.owner === "person" && conversation.assignee?.id === me.id;
	const taking = useFieldAfterTaking(field, mayReply);
	return (
		<div ref={box} className={classNames("border-t border-line p-3", mode === "note" && "bg-note")}>
			<Modes mode={mode} onMode={setMode} onPoint={focus} />
			{mode === "reply" && !mayReply ? (
				<TakeFirst conversation={conversation} onTake={taking} />
			) : (
				<Writing
					key={mode}
					mode={mode}
					field={field}
					conversation={conversation}
					suggestion={mode === "reply" ? suggestion : null}
					onDone={onDone}
				/>
			)}
		</div>
	);
}

interface ModesProps {
	mode: Mode;
	onMode: (mode: Mode) => void;
	/** It was pointed at. */
	onPoint: (mode: Mode) => void;
}

/** Who reads it. Who points wants to write; who goes by arrows stays among the two, and Tab leads on. */
function Modes({ mode, onMode, onPoint }: ModesProps) {
	const isPointed = useRef(false);
	return (
		<fieldset className="mb-2 flex gap-1">
			<legend className="sr-only">Who reads it</legend>
			{(
				[
					["reply", "Reply"],
					["note", "Private note"],
				] as const
			).map(([value, name]) => (
				// oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it only notes by what its button was reached
				<label
					key={value}
					onPointerDown={() => {
						isPointed.current = true;
					}}
					onKeyDown={() => {
						isPointed.current = false;
					}}
					className="flex min-h-7 cursor-pointer items-center gap-1.5 rounded-sm px-2 text-xs font-medium text-muted has-checked:bg-hover has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent-ink pointer-coarse:min-h-10"
				>
					<input
						type="radio"
						name="compose-mode"
						className="sr-only"
						checked={mode === value}
						onChange={() => (isPointed.current ? onPoint(value) : onMode(value))}
					/>
					{value === "note" && <Lock aria-hidden="true" size={12} />}
					{name}
				</label>
			))}
		</fieldset>
	);
}

/** The button goes with the taking over: whoever pressed it wants to write. @returns what says that it was pressed */
function useFieldAfterTaking(field: RefObject<HTMLElement | null>, mayReply: boolean): () => void {
	const isTaking = useRef(false);
	useEffect(() => {
		if (mayReply && isTaking.current) field.current?.focus();
		isTaking.current = false;
	}, [field, mayReply]);
	return () => {
		isTaking.current = true;
	};
}

interface TakeFirstProps {
	conversation: OpenConversation;
	onTake: () => void;
}

/** Nobody answers over somebody else unseen: whoever wants to speak takes it over first. */
function TakeFirst({ conversation, onTake }: TakeFirstProps) {
	const run = useDeskCommand();
	const { owner, assignee } = conversation;
	const who = {
		bot: "The bot answers.",
		queue: "Nobody answers yet.",
		person: `${assignee?.name ?? "A colleague"} answers.`,
	};
	return (
		<div className="flex min-h-16 flex-wrap items-center justify-center gap-3 rounded-md border border-dashed border-edge px-4 py-3 text-muted">
			<span>{who[owner]} Take the conversation over to reply.</span>
			<Button
				size="compact"
				look="solid"
				onClick={() => {
					onTake();
					void run(conversation, { name: "take-over" });
				}}
			>
				Take over
			</Button>
		</div>
	);
}
