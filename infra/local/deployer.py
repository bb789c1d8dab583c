"""A strict deployer: a translated template onto an engine, or an exception.

It raises on a section, resource type, property or intrinsic function that it does not know, so that
what works here is what was deployed, with nothing quietly left out.
"""

from collections.abc import Mapping
from graphlib import TopologicalSorter
from typing import Any

from infra.local.creators import api, compute, people, storage, watching
from infra.local.creators.site import Creator, Site
from infra.local.deployment import Deployment
from infra.local.engine import REGION
from infra.local.intrinsics import Made, Resolver, mentioned
from infra.local.parameters import settle_parameters
from infra.local.properties import Properties

STACK = "post-certification"
CREATORS: dict[str, Creator] = {
    **storage.CREATORS,
    **people.CREATORS,
    **compute.CREATORS,
    **watching.CREATORS,
    **api.CREATORS,
}
# What these say matters when a stack is changed or removed; a local one is forgotten whole.
_POLICIES = ("DeletionPolicy", "UpdateReplacePolicy")


class UnknownType(Exception):
    """The template has a type of resource that the local stack cannot make."""


def deploy(
    template: Mapping[str, Any],
    *,
    engine_url: str,
    account: str,
    api_url: str,
    parameters: Mapping[str, str],
) -> Deployment:
    """Makes everything in a translated template in an account and answers what it became.

    Raises UnknownType, UnreadProperty, UnknownIntrinsic and BadParameter, and botocore's errors
    where the engine refuses.
    """
    sections = Properties(template, "template")
    for said_only in ("AWSTemplateFormatVersion", "Description", "Metadata"):
        sections.get(said_only)
    deployment = Deployment(account=account, region=REGION)
    settled = settle_parameters(sections.get("Parameters", {}), parameters)
    conditions = sections.get("Conditions", {})
    resolver = Resolver(_pseudo_parameters(account) | settled, conditions, deployment.resources)
    resources = _wanted(sections.take("Resources"), resolver)
    site = Site(engine_url, api_url, STACK, deployment)
    for logical_id in in_order(resources):
        deployment.resources[logical_id] = _make(logical_id, resources[logical_id], resolver, site)
        deployment.types[logical_id] = resources[logical_id]["Type"]
    for name, output in sections.get("Outputs", {}).items():
        p = Properties(resolver.resolve(output), name)
        p.get("Description")
        deployment.outputs[name] = str(p.take("Value"))
        p.finish()
    sections.finish()
    return deployment


def in_order(resources: Mapping[str, Any]) -> list[str]:
    """The resources' names, each after all that it refers to; raises graphlib.CycleError."""
    needs = {
        name: {each for each in mentioned(resource.get("Properties", {})) if each in resources}
        | set(_listed(resource.get("DependsOn", [])))
        for name, resource in resources.items()
    }
    return list(TopologicalSorter(needs).static_order())


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _wanted(resources: Mapping[str, Any], resolver: Resolver) -> dict[str, Any]:
    return {
        name: resource
        for name, resource in resources.items()
        if "Condition" not in resource or resolver.condition(resource["Condition"])
    }


def _make(logical_id: str, resource: Mapping[str, Any], resolver: Resolver, site: Site) -> Made:
    whole = Properties(resource, logical_id)
    kind = whole.take("Type")
    if kind not in CREATORS:
        raise UnknownType(f"{logical_id}: the local stack cannot make an {kind}")
    whole.some("Condition", "DependsOn", "Metadata", *_POLICIES)
    properties = Properties(resolver.resolve(whole.get("Properties", {})), f"{logical_id} ({kind})")
    made = CREATORS[kind](logical_id, properties, site)
    properties.finish()
    whole.finish()
    return made


def _pseudo_parameters(account: str) -> dict[str, str]:
    return {
        "AWS::AccountId": account,
        "AWS::Partition": "aws",
        "AWS::Region": REGION,
        "AWS::StackName": STACK,
        "AWS::URLSuffix": "amazonaws.com",
    }
