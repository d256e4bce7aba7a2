import { Angry, Check, Frown, Laugh, Meh, Smile } from "lucide-react";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { MAX_OPINION_CHARS } from "../../contracts/protocol.ts";
import { Button } from "../ui/button.tsx";
import type { ConversationState } from "./conversation-state.ts";
import { useTexts } from "./languages/use-texts.tsx";
import { useConversationClient } from "./use-conversation.ts";

interface CommentFormProps {
	label: string;
	initial?: string;
	/** It was asked for by a press just now. */
	isFocused?: boolean;
	onSend: (comment: string) => void;
	/** Escape. */
	onLeave?: () => void;
}

/** A line or two that go with a judgement. */
export function CommentForm({ label, initial = "", isFocused = false, onSend, onLeave }: CommentFormProps) {
	const texts = useTexts();
	const id = useId();
	const field = useRef<HTMLTextAreaElement>(null);
	const [comment, setComment] = useState(initial);
	useEffect(() => {
		if (isFocused && matchMedia("(pointer: fine)").matches) field.current?.focus();
	}, [isFocused]);
	const submit = (event: FormEvent): void => {
		event.preventDefault();
		if (comment.trim() === "") field.current?.focus();
		else onSend(comment.trim());
	};
	return (
		<form onSubmit={submit} className="flex w-full max-w-90 flex-col gap-1.5">
			<label htmlFor={id} className="px-1 text-xs text-muted">
				{label}
			</label>
			<textarea
				id={id}
				ref={field}
				rows={2}
				dir={comment === "" ? undefined : "auto"}
				maxLength={MAX_OPINION_CHARS}
				value={comment}
				onKeyDown={(event) => {
					if (event.key === "Escape") onLeave?.();
				}}
				onChange={(event) => setComment(event.target.value)}
				className="w-full resize-none rounded-md border border-edge bg-raised px-3 py-2 text-sm outline-offset-0 max-sm:text-[1rem]"
			/>
			<Button type="submit" size="small" className="self-start">
				{texts.send}
			</Button>
		</form>
	);
}

/** Long enough to be read. */
const THANKS_FOR_MS = 4_000;

interface FeedbackReasonProps {
	onSend: (reason: string) => void;
	onLeave: () => void;
	/** The thanks have been read. */
	onThanked: () => void;
}

/** Asks what was wrong; nobody has to say. */
export function FeedbackReason({ onSend, onLeave, onThanked }: FeedbackReasonProps) {
	const texts = useTexts();
	const [isSent, setIsSent] = useState(false);
	useEffect(() => {
		if (!isSent) return undefined;
		const timer = setTimeout(onThanked, THANKS_FOR_MS);
		return () => clearTimeout(timer);
	}, [isSent, onThanked]);
	const send = (reason: string): void => {
		onSend(reason);
		setIsSent(true);
	};
	return (
		// as wide as there is room for, however short the answer is that it stands under
		<div className="w-90 max-w-full animate-fade">
			<output className="flex items-center gap-1.5 px-1 text-xs text-good-ink">
				{isSent && (
					<>
						<Check aria-hidden="true" size={14} />
						{texts.reasonThanks}
					</>
				)}
			</output>
			{!isSent && <CommentForm label={texts.reasonLabel} isFocused onSend={send} onLeave={onLeave} />}
		</div>
	);
}

const FACES = [Angry, Frown, Meh, Smile, Laugh];

interface CsatCardProps {
	/** The resolution that is rated. */
	seq: number;
	given: ReturnType<ConversationState["ratings"]["get"]>;
}

/** After the conversation is resolved: how was it? The press of a face is the answer; words may follow. */
export function CsatCard({ seq, given }: CsatCardProps) {
	const texts = useTexts();
	const { feedback } = useConversationClient();
	const faces = useRef<HTMLFieldSetElement>(null);
	const [isCommentSent, setIsCommentSent] = useState(false);
	const comment = given?.comment ?? null;
	const send = (words: string): void => {
		if (given === undefined) return;
		feedback.rate(seq, given.rating, words);
		faces.current?.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
		setIsCommentSent(true);
	};
	return (
		<div className="mx-auto mb-5 flex w-full max-w-100 animate-settle flex-col items-center gap-3 rounded-bubble border border-line bg-raised px-4 pt-3.5 pb-4">
			<fieldset ref={faces} className="flex w-full flex-col items-center">
				<legend className="mx-auto mb-2 text-sm font-medium text-balance">{texts.csatQuestion}</legend>
				<div className="flex w-full max-w-72 justify-between">
					{FACES.map((Face, index) => {
						const rating = index + 1;
						const label = texts.csatScale[index];
						return (
							<button
								key={rating}
								type="button"
								aria-label={label}
								title={label}
								aria-pressed={given?.rating === rating}
								onClick={() => feedback.rate(seq, rating, comment)}
								className="grid size-11 place-items-center rounded-full border border-transparent text-muted transition-colors duration-150 hover:bg-hover hover:text-ink aria-pressed:border-accent-ink aria-pressed:bg-accent-soft aria-pressed:text-accent-ink"
							>
								<Face aria-hidden="true" size={26} strokeWidth={1.6} />
							</button>
						);
					})}
				</div>
				<p aria-hidden="true" className="flex w-full max-w-72 justify-between pt-0.5 text-2xs text-muted">
					<span>{texts.csatScale[0]}</span>
					<span>{texts.csatScale.at(-1)}</span>
				</p>
			</fieldset>
			<output className="flex items-center gap-1.5 text-center text-xs text-good-ink empty:hidden">
				{given !== undefined && (
					<>
						<Check aria-hidden="true" size={14} className="shrink-0" />
						{texts.csatThanks} {texts.csatChange}
					</>
				)}
			</output>
			{given !== undefined && !isCommentSent && comment === null && (
				<CommentForm label={texts.csatComment} onSend={send} />
			)}
		</div>
	);
}
