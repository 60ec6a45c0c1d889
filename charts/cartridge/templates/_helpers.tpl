{{/* JSON of the Cartridge roles, as 0.0.x wrote it: a list, or one name. */}}
{{- define "cartridge.rolesToAssign" -}}
{{ .RolesToAssign | toJson }}
{{- end -}}

{{- define "cartridge.replicasetTemplate" -}}
{{ .RoleName }}-template
{{- end -}}

{{- define "cartridge.podTemplate" -}}
{{ .RoleName }}-pod-template
{{- end -}}

{{/* The arena is MiB, so is the limit; the reserve keeps Lua from being killed when the arena is full. */}}
{{- define "cartridge.memory" -}}
{{ add (.role.MemtxMemoryMB | default 256 | int64) (.reserve | int64) }}Mi
{{- end -}}

{{- define "cartridge.resources" -}}
requests:
  cpu: {{ .role.CPUallocation | default 0.25 | toString | quote }}
  memory: {{ include "cartridge.memory" . | quote }}
limits:
  {{- with .role.CPUlimit }}
  cpu: {{ . | toString | quote }}
  {{- end }}
  memory: {{ include "cartridge.memory" . | quote }}
{{- end -}}
