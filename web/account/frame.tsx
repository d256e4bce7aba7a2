import { ArrowLeft, CircleAlert, CircleCheck } from "lucide-react";
import { type ComponentProps, createContext, type ReactNode, use, useEffect } from "react";
import { Button } from "../ui/button.tsx";
import type { Fault } from "../api/call-api.ts";
import type { AccountApi } from "./account-api.ts";
import type { AccountSession } from "./account-session.ts";
import type { FormState } from "../api/use-form.ts";

export interface AccountWorld {
	readonly api: AccountApi;
	readonly session: AccountSession;
	readonly siteName: string | null;
	/** After a sign-in: to where one was going, or to one's account. */
	readonly arrive: () => void;
	/** Where to go after the sign-in that follows: an address of the dashboard. */
	readonly headFor: (path: string) => void;
}
export const WorldContext = createContext<AccountWorld | null>(null);

export function useWorld(): AccountWorld {
	const world = use(WorldContext);
	if (world === null) throw new Error("a part of the account's pages stands outside of them");
	return world;
}

/** What all views stand in: the way back to the chat, and one column. */
export function Frame({ children }: { children: ReactNode }) {
	const { siteName } = useWorld();
	return (
		<div className="flex min-h-dvh flex-col">
			<header className="border-b border-line">
				<div className="mx-auto flex min-h-15 w-full max-w-190 items-center px-4">
					<a
						href="/"
						className="-ms-2 inline-flex min-h-9 items-center gap-1.5 rounded-md px-2 text-sm font-medium hover:bg-hover pointer-coarse:min-h-11"
					>
						<ArrowLeft aria-hidden="true" size={16} />
						{siteName === null ? "Back to the chat" : `${siteName} chat`}
					</a>
				</div>
			</header>
			<main className="mx-auto w-full max-w-190 flex-1 px-4 py-8 sm:py-14">{children}</main>
		</div>
	);
}

/** A view of one form. */
export function Card({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
	const { siteName } = useWorld();
	useEffect(() => {
		document.title = siteName === null ? title : `${title} · ${siteName}`;
	}, [title, siteName]);
	return (
		<section className="mx-auto w-full max-w-100 rounded-bubble border border-line bg-raised p-6 sm:p-8">
			<h1 className="text-2xl font-semibold text-balance">{title}</h1>
			{lead !== undefined && <p className="mt-2 text-sm text-muted">{lead}</p>}
			<div className="mt-6">{children}</div>
		</section>
	);
}

/** Says what went wrong, above the button that tries again. */
export function Problem({ fault }: { fault: Fault | null }) {
	const isSaidAtFields = fault !== null && Object.keys(fault.fields).length > 0;
	return (
		<div role="alert">
			{fault !== null && !isSaidAtFields && (
				<p className="flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-sm text-danger-ink">
					<CircleAlert aria-hidden="true" size={16} className="mt-0.5 shrink-0" />
					{fault.message}
				</p>
			)}
		</div>
	);
}

export function Done({ children }: { children: ReactNode }) {
	return (
		<output className="flex items-start gap-2 rounded-md bg-good-soft px-3 py-2 text-sm text-good-ink">
			<CircleCheck aria-hidden="true" size={16} className="mt-0.5 shrink-0" />
			<span>{children}</span>
		</output>
	);
}

interface SubmitButtonProps {
	isSending: boolean;
	/** The one thing that a view is for; otherwise one of several on it. */
	isMain?: boolean;
	look?: ComponentProps<typeof Button>["look"];
	children: ReactNode;
}

export function SubmitButton({
	isSending,
	isMain = true,
	look = isMain ? "solid" : "outline",
	children,
}: SubmitButtonProps) {
	return (
		<Button
			type="submit"
			look={look}
			className={isMain ? "w-full" : "max-sm:w-full"}
			aria-disabled={isSending}
		>
			{isSending ? "One moment…" : children}
		</Button>
	);
}

interface FormProps {
	form: FormState;
	/** What the button says. */
	submit: string;
	isMain?: boolean;
	/** Stands between what went wrong and the button. */
	note?: ReactNode;
	children?: ReactNode;
}

/** Fields, what is wrong with them, and the button that sends them. */
export function Form({ form, submit, isMain = true, note, children }: FormProps) {
	return (
		<form onSubmit={form.submit} className="space-y-4">
			{children}
			<Problem fault={form.problem} />
			{note}
			<SubmitButton isMain={isMain} isSending={form.isSending}>
				{submit}
			</SubmitButton>
		</form>
	);
}

export function TextLink({ to, children }: { to: string; children: ReactNode }) {
	return (
		<a
			href={`#/${to}`}
			className="inline-block rounded-sm py-1 font-medium text-accent-ink underline underline-offset-2 hover:no-underline"
		>
			{children}
		</a>
	);
}
