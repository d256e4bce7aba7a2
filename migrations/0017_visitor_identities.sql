CREATE TABLE "contact_identities" (
	"site_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"email" text,
	"name" text,
	"attributes" jsonb NOT NULL,
	"identified_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "contact_identities_site_id_subject_pk" PRIMARY KEY("site_id","subject"),
	CONSTRAINT "contact_identities_contact_id_unique" UNIQUE("contact_id")
);
--> statement-breakpoint
CREATE TABLE "site_identity_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid NOT NULL,
	"kid" text NOT NULL,
	"algorithm" text NOT NULL,
	"secret" text,
	"public_key" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "site_identity_keys_kid_unique" UNIQUE("kid"),
	CONSTRAINT "site_identity_keys_algorithm" CHECK ("site_identity_keys"."algorithm" in ('HS256', 'ES256', 'RS256', 'EdDSA')),
	CONSTRAINT "site_identity_keys_one" CHECK (("site_identity_keys"."secret" is null) <> ("site_identity_keys"."public_key" is null))
);
--> statement-breakpoint
ALTER TABLE "contact_identities" ADD CONSTRAINT "contact_identities_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_identities" ADD CONSTRAINT "contact_identities_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site_identity_keys" ADD CONSTRAINT "site_identity_keys_site_id_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."sites"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "site_identity_keys_by_site" ON "site_identity_keys" USING btree ("site_id");