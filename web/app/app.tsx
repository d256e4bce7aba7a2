import { CSPProvider } from "@base-ui/react/csp-provider";
import { DoorClosed, SearchX } from "lucide-react";
import { Suspense, useEffect, useSyncExternalStore } from "react";
import { Redirect, Router, useLocation } from "wouter";
import { Button, buttonLook } from "../ui/button.tsx";
import { EmptyState, LoadingRows } from "../ui/states.tsx";
import { PageBoundary } from "./page-boundary.tsx";
import { pageAt, pagesFor } from "./page-list.ts";
import { PAGE_PARTS } from "./page-parts.tsx";
import { Page } from "./page.tsx";
import { Shell } from "./shell/shell.tsx";
import { NavLink } from "./shell/nav-link.tsx";
import { DeskContext, type DeskWorld, useDesk } from "./world.ts";

type AppProps = Omit<DeskWorld, "me"> & {
	/** Leads to the sign-in, and back here. */
	onSignedOut: () => void;
};

export function App({ onSignedOut, ...world }: AppProps) {
	const state = useSyncExternalStore(world.session.subscribe, world.session.state);
	switch (state.kind) {
		case "loading":
			return <output className="sr-only">Loading…</output>;
		case "signed-out":
		case "deleted":
			onSignedOut();
			return null;
		case "unreachable":
			return <Unreachable session={world.session} />;
		default:
			break;
	}
	if (state.me.permissions.length === 0)
		return (
			<Alone
				title="This is the desk of those who answer"
				text="Your account is a customer's. An administrator can give it a role."
				action={
					<a href="/" className={buttonLook({ look: "solid" })}>
						To the chat
					</a>
				}
			/>
		);
	return (
		<DeskContext value={{ ...world, me: state.me }}>
			<CSPProvider disableStyleElements>
				<Router base="/app">
					<Shell>
						<OpenPage />
					</Shell>
				</Router>
			</CSPProvider>
		</DeskContext>
	);
}

/** The page that the address means, if one may see it. */
function OpenPage() {
	const { me } = useDesk();
	const [path] = useLocation();
	const page = pageAt(path);
	const [first] = pagesFor(me.permissions);
	if (path === "/" && first !== undefined) return <Redirect to={first.path} replace />;
	if (page === null)
		return (
			<Page title="Nothing here">
				<EmptyState
					icon={<SearchX size={20} />}
					title="There is no such page"
					action={<BackLink to={first?.path ?? "/"} title={first?.title ?? "Desk"} />}
				/>
			</Page>
		);
	if (!me.permissions.includes(page.permission))
		return (
			<Page title={page.title}>
				<EmptyState
					icon={<DoorClosed size={20} />}
					title="You don't have access to this page"
					action={<BackLink to={first?.path ?? "/"} title={first?.title ?? "Desk"} />}
				>
					It needs the permission {page.permission}. An administrator can give you a role that has it.
				</EmptyState>
			</Page>
		);
	const { Page: Part } = PAGE_PARTS[page.id];
	return (
		<PageBoundary key={page.id}>
			<Suspense fallback={<LoadingRows />}>
				<Part />
			</Suspense>
		</PageBoundary>
	);
}

function BackLink({ to, title }: { to: string; title: string }) {
	return (
		<NavLink to={to} className={buttonLook({ size: "compact" })}>
			To {title}
		</NavLink>
	);
}

function Alone({ title, text, action }: { title: string; text: string; action: React.ReactNode }) {
	return (
		<main className="grid min-h-dvh place-items-center p-6">
			<div className="max-w-90 text-center">
				<h1 className="text-lg font-semibold text-balance">{title}</h1>
				<p className="mt-1 mb-5 text-sm text-muted">{text}</p>
				{action}
			</div>
		</main>
	);
}

const TRY_EVERY_MS = 3_000;

/** Goes on by itself as soon as the server answers. */
function Unreachable({ session }: Pick<DeskWorld, "session">) {
	useEffect(() => {
		const timer = setInterval(() => void session.resume(), TRY_EVERY_MS);
		return () => clearInterval(timer);
	}, [session]);
	return (
		<Alone
			title="Not reachable"
			text="Whether you are signed in can't be found out just now. Trying again…"
			action={
				<Button look="solid" onClick={() => void session.resume()}>
					Try again now
				</Button>
			}
		/>
	);
}
