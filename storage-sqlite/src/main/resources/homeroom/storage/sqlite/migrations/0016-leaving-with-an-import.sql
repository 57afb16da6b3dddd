-- The import that takes the admin, of whose place it decides how long that counts; none of one who is changed by hand.
ALTER TABLE leaving_admins ADD COLUMN import TEXT;
