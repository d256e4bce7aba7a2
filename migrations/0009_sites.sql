CREATE TABLE "sites" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"name" text,
	"accent_color" text,
	"greeting" text,
	"starters" jsonb,
	"launcher_position" text DEFAULT 'bottom-right' NOT NULL,
	"locale" text,
	"allowed_origins" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"business_hours" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sites_key_unique" UNIQUE("key"),
	CONSTRAINT "sites_key" CHECK ("sites"."key" ~ '^[a-z0-9-]{1,40}$'),
	CONSTRAINT "sites_name" CHECK ("sites"."key" = 'default' or "sites"."name" is not null)
);
