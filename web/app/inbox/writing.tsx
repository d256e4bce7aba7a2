import { Bot, CircleAlert, SendHorizontal, TriangleAlert, X } from "lucide-react";
import type { RefObject } from "react";
import { MAX_TEXT_CHARS } from "../../../contracts/protocol.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { useCommands } from "../shell/use-commands.ts";
import type { Unfilled } from "./canned.ts";
import { Suggestions, SUGGESTIONS_ID } from "./suggestions.tsx";
import type { OpenConversation } from "./use-conversation.ts";
import type { Mode } from "./use-draft.ts";
import { useWriting } from "./use-writing.ts";

export interface WritingProps {
	mode: Mode;
	field: RefObject<HTMLTextAreaElement | null>;
	conversation: OpenConversation;
	suggestion: string | null;
	onDone: () => void;
}

/** The field of a reply or a note, and what helps to write it. */
export function Writing({ suggestion, ...props }: WritingProps) {
	const { mode, field } = props;
	const writing = useWriting(props);
	const { text, write, suggestions, unfilled } = writing;
	return (
		<div className="relative">
			{suggestion !== null && <BotSuggestion text={suggestion} onTake={() => writing.take(suggestion)} />}
			{writing.refused !== "" && (
				<RefusedText text={writing.refused} onPutBack={writing.putBack} onDrop={writing.dropRefused} />
			)}
			<Suggestions {...suggestions} onPut={writing.put} />
			<textarea
				ref={field}
				aria-label={mode === "reply" ? "Reply to the customer" : "Private note"}
				aria-autocomplete="list"
				{...(suggestions.activeId === null
					? {}
					: { "aria-controls": SUGGESTIONS_ID, "aria-activedescendant": suggestions.activeId })}
				placeholder={
					mode === "reply" ? "Reply… / for canned replies" : "Only colleagues see it. @ mentions one"
				}
				className="block max-h-60 min-h-18 w-full resize-none rounded-md border border-edge bg-raised px-3 py-2 text-sm field-sizing-content pointer-coarse:text-base"
				maxLength={MAX_TEXT_CHARS}
				value={text}
				onChange={(event) => write(event.target.value, event.target.selectionStart)}
				onSelect={(event) => writing.setCursor(event.currentTarget.selectionStart)}
				onKeyDown={writing.steer}
			/>
			<UnfilledNotice unfilled={unfilled} onSelect={writing.select} />
			<SendButtons mode={mode} length={text.length} onSend={(resolve) => void writing.send(resolve)} />
		</div>
	);
}

/** What the bot was about to say when it was stopped. It is sent by nobody but the agent. */
function BotSuggestion({ text, onTake }: { text: string; onTake: () => void }) {
	useCommands([
		{
			id: "take-suggestion",
			label: "Insert the bot's suggestion",
			group: "Conversation",
			keys: "I",
			run: onTake,
		},
	]);
	return (
		<section
			aria-label="The bot's suggestion"
			className="mb-2 flex items-start gap-2 rounded-md border border-dashed border-edge bg-accent-soft px-3 py-2"
		>
			<Bot aria-hidden="true" size={16} className="mt-0.5 shrink-0 text-accent-ink" />
			<p dir="auto" className="line-clamp-3 min-w-0 flex-1 whitespace-pre-wrap">
				{text}
			</p>
			<Button size="small" title="I" onClick={onTake}>
				Insert
			</Button>
		</section>
	);
}

/** What the server did not take while the next was being written already. */
function RefusedText({
	text,
	onPutBack,
	onDrop,
}: {
	text: string;
	onPutBack: () => void;
	onDrop: () => void;
}) {
	return (
		<section
			aria-label="Not sent"
			className="mb-2 flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-sm"
		>
			<CircleAlert aria-hidden="true" size={16} className="mt-0.5 shrink-0 text-danger-ink" />
			<div className="min-w-0 flex-1">
				<p className="font-medium text-danger-ink">Not sent</p>
				<p dir="auto" className="line-clamp-3 whitespace-pre-wrap">
					{text}
				</p>
			</div>
			<Button size="small" onClick={onPutBack}>
				Put it back
			</Button>
			<IconButton label="Discard" icon={<X size={14} />} className="size-7" onClick={onDrop} />
		</section>
	);
}

/** Names what is missing, and leads there: a variable is no answer to a customer. */
function UnfilledNotice({
	unfilled,
	onSelect,
}: {
	unfilled: readonly Unfilled[];
	onSelect: (from: number, to: number) => void;
}) {
	return (
		<output className="block">
			{unfilled.length > 0 && (
				<span className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md bg-warn-soft px-2.5 py-1.5 text-xs text-warn-ink">
					<TriangleAlert aria-hidden="true" size={14} />
					Not known here, write it or take it out:
					{unfilled.map(({ name, from, to }) => (
						<button
							key={from}
							type="button"
							className="min-h-6 rounded-sm px-1 font-mono underline underline-offset-2 hover:no-underline"
							onClick={() => onSelect(from, to)}
						>
							{name}
						</button>
					))}
				</span>
			)}
		</output>
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
