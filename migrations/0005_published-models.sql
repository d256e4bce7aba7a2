CREATE TABLE "active_model" (
	"id" integer PRIMARY KEY NOT NULL,
	"model" text,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "active_model_one_row" CHECK ("active_model"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "model_pieces" (
	"model" text NOT NULL,
	"ordinal" integer NOT NULL,
	"data" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "model_pieces_model_ordinal_pk" PRIMARY KEY("model","ordinal")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"id" text PRIMARY KEY NOT NULL,
	"model_id" text NOT NULL,
	"file_name" text NOT NULL,
	"assistant_id" text NOT NULL,
	"bytes" integer NOT NULL,
	"pieces" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "models_id" CHECK ("models"."id" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "models_size" CHECK ("models"."bytes" > 0 and "models"."pieces" > 0)
);
--> statement-breakpoint
ALTER TABLE "active_model" ADD CONSTRAINT "active_model_model_models_id_fk" FOREIGN KEY ("model") REFERENCES "public"."models"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "models_by_model_id" ON "models" USING btree ("model_id");--> statement-breakpoint
CREATE INDEX "models_by_file_name" ON "models" USING btree ("file_name");