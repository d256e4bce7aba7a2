import { Lock, SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { MAX_TEXT_CHARS } from "../../../contracts/protocol.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { useRead } from "../reading.ts";
import { useCommands } from "../shell/use-commands.ts";
import { useDesk } from "../world.ts";
import { insertAt, mentionedIds, triggerAt } from "./canned.ts";
import { readAgents } from "./inbox-api.ts";
import { Suggestions, useSuggestions } from "./suggestions.tsx";
import { type Mode, useDraft } from "./use-draft.ts";
import type { OpenConversation } from "./use-conversation.ts";
import { useDeskCommand } from "./use-desk-command.ts";

interface ComposerProps {
	conversation: OpenConversation;
	/** It was sent and closed in one step. */
	onDone: () => void;
}

/** What the customer reads, or what only colleagues read: two fields, each with its draft, never to be mistaken. */
export function Composer({ conversation, onDone }: ComposerProps) {
	const { me } = useDesk();
	const [mode, setMode] = useState<Mode>("reply");
	const field = useRef<HTMLTextAreaElement>(null);
	const focus = (next: Mode): void => {
		setMode(next);
		setTimeout(() => field.current?.focus());
	};
	useCommands([
		{ id: "compose-reply", label: "Reply", group: "Conversation", keys: "R", run: () => focus("reply") },
		{ id: "compose-note", label: "Private note", group: "Conversation", keys: "N", run: () => focus("note") },
	]);
	const mayReply = conversation.owner === "person" && conversation.assignee?.id === me.id;
	return (
		<div className={classNames("border-t border-line p-3", mode === "note" && "bg-note")}>
			<fieldset className="mb-2 flex gap-1">
				<legend className="sr-only">Who reads it</legend>
				{(
					[
						["reply", "Reply"],
						["note", "Private note"],
					] as const
				).map(([value, name]) => (
					<label
						key={value}
						className="flex min-h-7 cursor-pointer items-center gap-1.5 rounded-sm px-2 text-xs font-medium text-muted has-checked:bg-hover has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent-ink pointer-coarse:min-h-10"
					>
						<input
							type="radio"
							name="compose-mode"
							className="sr-only"
							checked={mode === value}
							onChange={() => focus(value)}
						/>
						{value === "note" && <Lock aria-hidden="true" size={12} />}
						{name}
					</label>
				))}
			</fieldset>
			{mode === "reply" && !mayReply ? (
				<TakeFirst conversation={conversation} />
			) : (
				<Writing key={mode} mode={mode} field={field} conversation={conversation} onDone={onDone} />
			)}
		</div>
	);
}

/** Nobody answers over somebody else unseen: whoever wants to speak takes it over first. */
function TakeFirst({ conversation }: { conversation: OpenConversation }) {
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
			<Button size="compact" look="solid" onClick={() => void run(conversation, { name: "take-over" })}>
				Take over
			</Button>
		</div>
	);
}

type WritingProps = ComposerProps & { mode: Mode; field: React.RefObject<HTMLTextAreaElement | null> };

function Writing({ mode, field, conversation, onDone }: WritingProps) {
	const run = useDeskCommand();
	const agents = useRead(["agents"], readAgents);
	const [text, setText] = useDraft(conversation.id, mode);
	const [cursor, setCursor] = useState(0);
	const people = agents.data?.agents ?? [];
	const trigger = triggerAt(text, cursor);
	const suggestions = useSuggestions({ trigger, mode, people });
	const put = (chosen: string): void => {
		if (trigger === null) return;
		const next = insertAt(text, trigger, chosen);
		setText(next.text);
		setCursor(next.cursor);
		setTimeout(() => field.current?.setSelectionRange(next.cursor, next.cursor));
	};
	const send = async (resolve: boolean): Promise<void> => {
		const said = text.trim();
		if (said === "") return;
		setText("");
		const command =
			mode === "reply"
				? ({ name: "messages", text: said, resolve } as const)
				: ({ name: "notes", text: said, mentions: mentionedIds(said, people) } as const);
		const isSent = await run(conversation, command);
		// what was refused stays: nobody types it twice
		if (!isSent) setText(said);
		else if (resolve) onDone();
	};
	const steer = (event: KeyboardEvent): void => {
		if (event.nativeEvent.isComposing) return;
		if (suggestions.steer(event.key, put)) return event.preventDefault();
		if (event.key === "Escape") field.current?.blur();
		if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
		event.preventDefault();
		void send(event.shiftKey && mode === "reply");
	};
	return (
		<div className="relative">
			<Suggestions {...suggestions} onPut={put} />
			<textarea
				ref={field}
				aria-label={mode === "reply" ? "Reply to the customer" : "Private note"}
				placeholder={
					mode === "reply" ? "Reply… / for canned replies" : "Only colleagues see it. @ mentions one"
				}
				className="block max-h-60 min-h-18 w-full resize-none rounded-md border border-edge bg-raised px-3 py-2 text-sm field-sizing-content pointer-coarse:text-base"
				maxLength={MAX_TEXT_CHARS}
				value={text}
				onChange={(event) => {
					setText(event.target.value);
					setCursor(event.target.selectionStart);
				}}
				onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
				onKeyDown={steer}
			/>
			<SendButtons mode={mode} length={text.length} onSend={(resolve) => void send(resolve)} />
		</div>
	);
}

/** The limit is told when it is near. */
const NEAR = 0.9;

interface SendButtonsProps {
	mode: Mode;
	length: number;
	onSend: (resolve: boolean) => void;
}

function SendButtons({ mode, length, onSend }: SendButtonsProps) {
	return (
		<div className="mt-2 flex flex-wrap items-center justify-end gap-2">
			{length > MAX_TEXT_CHARS * NEAR && (
				<span className="tabular me-auto text-xs text-muted">{MAX_TEXT_CHARS - length} left</span>
			)}
			{mode === "reply" && (
				<Button size="compact" title="Ctrl+Shift+Enter" onClick={() => onSend(true)}>
					Send and resolve
				</Button>
			)}
			<Button size="compact" look="solid" title="Ctrl+Enter" onClick={() => onSend(false)}>
				<SendHorizontal aria-hidden="true" size={14} />
				{mode === "reply" ? "Send" : "Add the note"}
			</Button>
		</div>
	);
}
