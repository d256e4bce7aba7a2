import type { FormState } from "../api/use-form.ts";
import { TextField } from "../ui/text-field.tsx";

type Errors = Pick<FormState, "errors">;

export function EmailField({ errors }: Errors) {
	return (
		<TextField
			label="E-mail"
			name="email"
			type="email"
			autoComplete="username"
			required
			error={errors["email"]}
		/>
	);
}

export function NameField({ errors, defaultValue }: Errors & { defaultValue?: string }) {
	return (
		<TextField
			label="Name"
			name="name"
			autoComplete="name"
			required
			maxLength={100}
			{...(defaultValue === undefined ? {} : { defaultValue })}
			error={errors["name"]}
		/>
	);
}

interface PasswordProps extends Errors {
	label?: string;
	name?: string;
}

/** The password that somebody has. */
export function PasswordField({ errors, label = "Password", name = "password" }: PasswordProps) {
	return (
		<TextField
			label={label}
			name={name}
			type="password"
			autoComplete="current-password"
			required
			error={errors[name]}
		/>
	);
}

/** One that is chosen. */
export function NewPasswordField({ errors, label = "Password", name = "password" }: PasswordProps) {
	return (
		<TextField
			label={label}
			name={name}
			type="password"
			autoComplete="new-password"
			required
			hint="At least 15 characters: a few words that don't belong together do well. With two-step sign-in, 8."
			error={errors[name]}
		/>
	);
}
