import { useId, useLayoutEffect, useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import type { Erased } from "../api/client.ts";
import { saveText } from "../api/save-file.ts";
import { useTexts } from "./languages/use-texts.tsx";
import { useConversationClient } from "./use-conversation.ts";

type Step = { is: "asking" | "working" | "failed" } | { is: "done"; erased: Erased };

/** Asks before everything is deleted, and says what became of it. A native dialog: the focus stays in it, Escape leaves. */
export function EraseDialog({ onClosed }: { onClosed: () => void }) {
	const texts = useTexts();
	const client = useConversationClient();
	const dialog = useRef<HTMLDialogElement>(null);
	const [step, setStep] = useState<Step>({ is: "asking" });
	const [title, body] = [useId(), useId()];
	useLayoutEffect(() => {
		if (dialog.current?.open === false) dialog.current.showModal();
	}, []);
	const erase = async (): Promise<void> => {
		setStep({ is: "working" });
		const erased = await client.erase();
		setStep(erased === null ? { is: "failed" } : { is: "done", erased });
	};
	const close = (): void => dialog.current?.close();
	const words = step.is === "done" ? texts.erase[step.erased.status] : texts.erase.question;
	return (
		<dialog
			ref={dialog}
			onClose={onClosed}
			aria-labelledby={title}
			aria-describedby={body}
			className="m-auto w-full max-w-96 animate-fade rounded-md border border-line bg-raised p-5 text-ink shadow-float backdrop:bg-black/50 max-sm:w-[calc(100%---spacing(8))]"
		>
			<h2 id={title} className="text-base font-semibold">
				{words.title}
			</h2>
			<p id={body} className="mt-2 text-sm text-muted">
				{words.text}
			</p>
			<output className="mt-2 block min-h-5 text-sm text-danger-ink">
				{step.is === "failed" && texts.erase.failed}
				{step.is === "working" && <span className="text-muted">{texts.erase.working}</span>}
			</output>
			<div className="mt-3 flex flex-wrap justify-end gap-2">
				{step.is === "done" ? (
					<DoneButtons erased={step.erased} onClose={close} />
				) : (
					<AskButtons isWorking={step.is === "working"} onClose={close} onErase={() => void erase()} />
				)}
			</div>
		</dialog>
	);
}

function AskButtons(props: { isWorking: boolean; onClose: () => void; onErase: () => void }) {
	const texts = useTexts();
	return (
		<>
			<Button onClick={props.onClose}>{texts.erase.keep}</Button>
			<Button look="danger" disabled={props.isWorking} onClick={props.onErase}>
				{texts.erase.confirm}
			</Button>
		</>
	);
}

function DoneButtons({ erased, onClose }: { erased: Erased; onClose: () => void }) {
	const texts = useTexts();
	const { receipt } = erased;
	return (
		<>
			{receipt !== null && (
				<Button onClick={() => saveText(texts.erase.receiptName, receipt)}>{texts.erase.saveReceipt}</Button>
			)}
			<Button look="solid" onClick={onClose}>
				{texts.erase.close}
			</Button>
		</>
	);
}
