/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- pointing at a toast only stops its clock */
import { Bell, CircleAlert, CircleCheck, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { useDesk } from "../world.ts";
import type { Toast } from "./toast-store.ts";

/** What was just done, and the way back. */
export function Toasts() {
	const { toasts } = useDesk();
	const shown = useSyncExternalStore(toasts.subscribe, toasts.all);
	return (
		<section
			aria-label="Notifications"
			className="pointer-events-none fixed inset-x-0 bottom-0 z-20 p-3 max-beside:bottom-[var(--toast-room,0px)] sm:p-4"
		>
			<ol
				aria-live="polite"
				className="flex flex-col gap-2 sm:max-w-90"
				onPointerEnter={() => toasts.hold()}
				onPointerLeave={() => toasts.release()}
				onFocus={() => toasts.hold()}
				onBlur={() => toasts.release()}
			>
				{shown.map((toast) => (
					<Line key={toast.id} toast={toast} />
				))}
			</ol>
		</section>
	);
}

const LOOKS = {
	plain: [CircleCheck, "text-good-ink"],
	danger: [CircleAlert, "text-danger-ink"],
	notice: [Bell, "text-accent-ink"],
} as const;

function Line({ toast }: { toast: Toast }) {
	const { toasts } = useDesk();
	const [Icon, ink] = LOOKS[toast.tone ?? "plain"];
	return (
		<li className="pointer-events-auto flex animate-settle items-center gap-2 rounded-md border border-line bg-raised py-1.5 ps-3 pe-1.5 text-sm shadow-float">
			<Icon aria-hidden="true" size={16} className={classNames("shrink-0", ink)} />
			<span className="min-w-0 flex-1 break-words">{toast.text}</span>
			{toast.undo !== undefined && (
				<Button size="small" look="quiet" className="text-accent-ink" onClick={() => toasts.undo(toast.id)}>
					Undo
				</Button>
			)}
			{toast.open !== undefined && (
				<Button size="small" look="quiet" className="text-accent-ink" onClick={() => toasts.open(toast.id)}>
					Open
				</Button>
			)}
			<IconButton
				label="Dismiss"
				icon={<X size={14} />}
				className="size-7"
				onClick={() => toasts.dismiss(toast.id)}
			/>
		</li>
	);
}
