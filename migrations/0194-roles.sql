-- Roles beside the analysts' and supervisors': what each may do stands in src/console/access.ts, who holds the desk key in
-- src/staff/staff-member.ts.
alter table staff drop constraint staff_role_check;
alter table staff add constraint staff_role_check
  check (role in ('analyst', 'lead', 'supervisor', 'administrator', 'auditor', 'police'));
alter table invitation drop constraint invitation_role_check;
alter table invitation add constraint invitation_role_check
  check (role in ('analyst', 'lead', 'supervisor', 'administrator', 'auditor', 'police'));
