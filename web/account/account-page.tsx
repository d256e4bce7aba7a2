import { useState, useSyncExternalStore } from "react";
import { Button } from "../ui/button.tsx";
import { AccountView } from "./account-view.tsx";
import { DeletedView } from "./delete-section.tsx";
import { Card, Frame, useWorld } from "./frame.tsx";
import { goTo, usePlace } from "./place.ts";
import { ForgotView, ResetView, SecondFactorView, SignInView } from "./sign-in-views.tsx";
import { InvitationView, ResendView, SignUpView, VerifyView } from "./sign-up-views.tsx";

export function AccountPage() {
	return (
		<Frame>
			<View />
		</Frame>
	);
}

/** What stands behind `#` decides; without it, whether one is signed in. */
function View() {
	const { session } = useWorld();
	const state = useSyncExternalStore(session.subscribe, session.state);
	const { view, token } = usePlace();
	const [notice, setNotice] = useState<string | null>(null);
	const signInWith = (words: string): void => {
		setNotice(words);
		goTo("sign-in");
	};
	switch (view) {
		case "sign-up":
			return <SignUpView />;
		case "verify":
			return <VerifyView key={token} token={token} />;
		case "resend":
			return <ResendView />;
		case "forgot":
			return <ForgotView />;
		case "reset":
			return <ResetView key={token} token={token} onDone={signInWith} />;
		case "invitation":
			return <InvitationView key={token} token={token} onDone={signInWith} />;
		case "second-factor":
			return <SecondFactorView key={token} challenge={token} />;
		case "sign-in":
			return <SignInView notice={notice} />;
		default:
			break;
	}
	switch (state.kind) {
		case "loading":
			return <output className="block text-center text-sm text-muted">One moment…</output>;
		case "deleted":
			return <DeletedView erasure={state.erasure} />;
		case "signed-out":
			return <SignInView notice={notice} />;
		case "unreachable":
			return (
				<Card title="Not reachable" lead="Whether you are signed in can't be found out just now.">
					<Button look="solid" className="w-full" onClick={() => void session.resume()}>
						Try again
					</Button>
				</Card>
			);
		default:
			return <AccountView me={state.me} />;
	}
}
