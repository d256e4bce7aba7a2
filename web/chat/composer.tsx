import { ArrowUp, Hourglass } from "lucide-react";
import {
	type FormEvent,
	type KeyboardEvent,
	type Ref,
	useImperativeHandle,
	useLayoutEffect,
	useRef,
	useState,
} from "react";
import { MAX_TEXT_CHARS } from "../../contracts/protocol.ts";
import { classNames } from "../ui/class-names.ts";
import { useDelayed } from "../ui/use-delayed.ts";
import { Countdown } from "./connection-banner.tsx";
import { useTexts } from "./languages/use-texts.tsx";
import { RefusedFiles } from "./refused-files.tsx";
import { useConversation, useConversationClient } from "./use-conversation.ts";

/** From here on the composer says how much is left. */
const NEAR_LIMIT_CHARS = 400;
const MAX_LINES = 6;
/** A shorter wait is not worth a sentence. */
const SHOW_HELD_AFTER_MS = 400;

export interface ComposerHandle {
	focus(): void;
}

export function Composer({ ref }: { ref: Ref<ComposerHandle> }) {
	const texts = useTexts();
	const client = useConversationClient();
	const { heldUntilMs } = useConversation();
	const field = useRef<HTMLTextAreaElement>(null);
	const [text, setText] = useState(() => client.draft.text);
	const isHeld = useDelayed(heldUntilMs !== null, SHOW_HELD_AFTER_MS);
	const left = MAX_TEXT_CHARS - text.length;

	useImperativeHandle(ref, () => ({ focus: () => focusWhereTyped(field.current) }), []);
	// oxlint-disable-next-line react/exhaustive-effect-dependencies -- the text is the reason to measure again
	useLayoutEffect(() => grow(field.current), [text]);
	useLayoutEffect(() => focusWhereTyped(field.current), []);

	const write = (next: string): void => {
		setText(next);
		client.draft.keep(next);
	};
	const submit = (event: FormEvent | KeyboardEvent): void => {
		event.preventDefault();
		field.current?.focus();
		if (text.trim() === "" || left < 0) return;
		client.send(text.trim());
		write("");
	};

	return (
		<form
			onSubmit={submit}
			className="mx-auto w-full max-w-190 px-4 pb-[max(--spacing(3),env(safe-area-inset-bottom))]"
		>
			{isHeld && heldUntilMs !== null && <Held untilMs={heldUntilMs} />}
			<RefusedFiles />
			<div className="flex items-end gap-2 rounded-bubble border border-edge bg-raised p-1.5 ps-4 transition-colors duration-150 focus-within:border-accent-ink focus-within:ring-3 focus-within:ring-accent-soft">
				<label htmlFor="message" className="sr-only">
					{texts.messageLabel}
				</label>
				<textarea
					id="message"
					ref={field}
					rows={1}
					// without words of its own it goes with the page, for its placeholder's sake
					dir={text === "" ? undefined : "auto"}
					value={text}
					placeholder={texts.placeholder}
					enterKeyHint="send"
					aria-describedby="message-hint"
					aria-invalid={left < 0}
					onChange={(event) => {
						write(event.target.value);
						client.typing.tell();
					}}
					onKeyDown={(event) => {
						if (isSendKey(event)) submit(event);
					}}
					className="min-w-0 flex-1 resize-none bg-transparent py-1.5 text-base pointer-coarse:py-2.5 outline-none placeholder:text-muted max-sm:text-[1rem]"
				/>
				<SendButton isReady={text.trim() !== "" && left >= 0} />
			</div>
			<p id="message-hint" className="px-1 pt-1 text-2xs text-muted pointer-fine:min-h-6">
				<Hint left={left} />
			</p>
		</form>
	);
}

function Held({ untilMs }: { untilMs: number }) {
	const texts = useTexts();
	return (
		<output className="flex items-center gap-1.5 px-1 pb-2 text-xs text-warn-ink">
			<Hourglass aria-hidden="true" size={14} />
			<Countdown key={untilMs} untilMs={untilMs} sentence={texts.held} />
		</output>
	);
}

/** Never disabled: pressed too early it leads to the field. */
function SendButton({ isReady }: { isReady: boolean }) {
	const texts = useTexts();
	return (
		<button
			type="submit"
			aria-label={texts.send}
			title={texts.send}
			className={classNames(
				"grid size-9 shrink-0 place-items-center rounded-md border pointer-coarse:size-11 border-transparent transition-colors duration-150",
				isReady ? "bg-accent text-on-accent hover:bg-accent-hover" : "bg-panel text-muted",
			)}
		>
			<ArrowUp aria-hidden="true" size={20} />
		</button>
	);
}

/** Enter, but not the one that ends an input method's composition (Safari tells of that one late, as key 229). */
function isSendKey(event: KeyboardEvent): boolean {
	const isComposing = event.nativeEvent.isComposing || event.keyCode === 229;
	return event.key === "Enter" && !event.shiftKey && !isComposing;
}

function Hint({ left }: { left: number }) {
	const texts = useTexts();
	if (left < 0) return <span className="text-danger-ink">{texts.tooLong(-left, MAX_TEXT_CHARS)}</span>;
	if (left <= NEAR_LIMIT_CHARS) return <span className="tabular">{texts.charactersLeft(left)}</span>;
	return <span className="pointer-coarse:sr-only">{texts.hint}</span>;
}

/** Where there is a keyboard; on a touch screen the focus would pull up the on-screen one, unasked. */
function focusWhereTyped(field: HTMLTextAreaElement | null): void {
	if (matchMedia("(pointer: fine)").matches) field?.focus();
}

function grow(field: HTMLTextAreaElement | null): void {
	if (field === null) return;
	const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(field);
	const padding = Number.parseFloat(paddingTop) + Number.parseFloat(paddingBottom);
	const maxHeight = Number.parseFloat(lineHeight) * MAX_LINES + padding;
	field.style.height = "auto";
	field.style.height = `${Math.min(field.scrollHeight, maxHeight)}px`;
	field.style.overflowY = field.scrollHeight > maxHeight ? "auto" : "hidden";
}
