import type { User } from "../../../contracts/accounts.ts";
import { Badge } from "../../ui/badge.tsx";

/** Whether somebody can sign in, and how well that is guarded. */
export function UserState({ user }: { user: User }) {
	if (user.isDisabled) return <Badge tone="danger">Shut out</Badge>;
	if (!user.isVerified) return <Badge tone="warn">Address not confirmed</Badge>;
	return user.hasSecondFactor ? <Badge tone="good">Two-step sign-in</Badge> : <Badge>Password only</Badge>;
}
